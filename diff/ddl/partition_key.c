/* PARTITION BY, of CREATE TABLE. No ALTER TABLE changes it. */
#include "diff/ddl/partition_key.h"

#include "catalog/kinds.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/expression.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"
#include "diff/widen.h"

void partition_key_append(GString *out, const struct object *table)
{
	struct parts keys = table_partition_keys(table);
	g_autofree char *strategy = g_ascii_strup(((const struct table *)table)->partition_by, -1);

	say_append(out, "\nPARTITION BY %s (", strategy);
	for (size_t i = 0; i < keys.count; i++) {
		if (i)
			g_string_append(out, ", ");
		const struct partition_key *key = (const struct partition_key *)keys.items[i];
		expression_append_key(out, key->object.name, key->type, key->collation, key->opclass);
	}
	g_string_append_c(out, ')');
}

static bool made_with_parent(const struct changes *changes, const struct change *change)
{
	(void)changes, (void)change;
	return true;
}

static void say_nothing(struct say *s)
{
	(void)s;
}

static const char *kept_results(const struct object *object)
{
	(void)object;
	return "existing rows stay in their partitions";
}

/* A column of the key can have no other type; a constraint or function may be altered. */
static enum reaction on_dependency(struct widening *widening, struct change *change, struct change *cause)
{
	bool kept = cause->fate == FATE_ALTER && !(change_object(cause)->kind == &column_kind && cause->disturbs);

	return kept ? REACTION_NONE : reaction_recreate_whole(widening, change, cause);
}

const struct verbs partition_key_verbs = {
	.on_dependency = on_dependency,
	.kept_results = kept_results,
	.kind = &partition_key_kind,
	.create = say_nothing,
	.alter = say_nothing,
	.drop = say_nothing,
	.made_with_parent = made_with_parent,
};
