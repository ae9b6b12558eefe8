/* Why columns are not made beside the old ones. */
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "catalog/names.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/publication.h"
#include "diff/ddl/row_security.h"
#include "diff/online/backfill.h"
#include "diff/online/beside.h"
#include "sql/name.h"

#define TABLE(object) ((const struct table *)(object))
#define COLUMN(object) ((const struct column *)(object))

enum { NAME_BYTES = 63 }; /* NAMEDATALEN - 1 */

static bool is_in_family(const struct changes *changes, const struct change *column)
{
	return !backfill_is_alone(changes->have, changes->needs_have, column->have->parent) ||
	       !backfill_is_alone(changes->want, changes->needs_want, column->want->parent);
}

static bool is_renamed(const struct changes *changes, const struct change *column)
{
	const struct object *had = column->parent->have, *has = column->parent->want;

	(void)changes;
	return column->renamed || column->parent->renamed || had->name != has->name || had->schema != has->schema;
}

static bool is_computed(const struct changes *changes, const struct change *change)
{
	const struct column *have = COLUMN(change->have), *want = COLUMN(change->want);

	(void)changes;
	return have->generated || want->generated || have->identity || want->identity;
}

/* An extension's types are no objects: where an extension, or a schema, comes or moves, a name that has a schema may be theirs. */
static bool may_move(const struct changes *changes, const struct change *column)
{
	bool qualified = name_is_qualified(COLUMN(column->have)->type) || name_is_qualified(COLUMN(column->want)->type),
	     moves = false;

	for (guint i = 0; qualified && i < changes->all->len && !moves; i++) {
		const struct change *change = changes->all->pdata[i];
		moves = kind_is(change_object(change)->kind, TRAIT_HOME) && change->fate != FATE_SAME;
	}
	return moves;
}

/* Types, and collations, that the same plan makes or changes. */
static bool is_of_changing_type(const struct changes *changes, const struct change *column)
{
	const GArray *needs = depend_needs(changes->needs_want, column->want);
	bool changing = may_move(changes, column);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		const struct change *change = changes_of_want(changes, needed);
		bool type = kind_is(needed->kind, TRAIT_TYPE | TRAIT_ASIDE);
		changing = changing || (type && change && change->fate != FATE_SAME);
	}
	return changing || convert_is_remade(changes, COLUMN(column->have)->type);
}

static bool fires(const struct object *table)
{
	bool found = false;

	for (size_t k = 0; table->kind->parts && table->kind->parts[k]; k++)
		found = found || (kind_is(table->kind->parts[k], TRAIT_FIRES) && table->parts[k].count);
	return found;
}

static bool has_triggers(const struct changes *changes, const struct change *column)
{
	(void)changes;
	return fires(column->have->parent) || fires(column->want->parent);
}

static bool is_published(const struct changes *changes, const struct change *column)
{
	return publication_has(changes->have, changes->needs_have, column->have->parent) ||
	       publication_has(changes->want, changes->needs_want, column->want->parent);
}

static bool is_hidden(const struct changes *changes, const struct change *column)
{
	(void)changes;
	return row_security_is_forced(TABLE(column->have->parent)->row_security) ||
	       row_security_is_forced(TABLE(column->want->parent)->row_security);
}

static bool names_index(const struct object *table)
{
	const char *identity = TABLE(table)->replica_identity;

	return identity && strcmp(identity, "full") != 0 && strcmp(identity, "nothing") != 0;
}

static bool identifies_rows(const struct changes *changes, const struct change *column)
{
	(void)changes;
	return names_index(column->have->parent) || names_index(column->want->parent);
}

static bool waits_for_rows(const struct changes *changes, const struct change *column)
{
	const struct not_null *have = &COLUMN(column->have)->not_null_constraint,
			      *want = &COLUMN(column->want)->not_null_constraint;

	(void)changes;
	return have->not_valid || want->not_valid || have->no_inherit || want->no_inherit;
}

static bool has_part(const struct object *table, const char *name)
{
	for (size_t k = 0; table->kind->parts && table->kind->parts[k]; k++)
		if (object_part(table, table->kind->parts[k], name))
			return true;
	return false;
}

static bool has_routine(const struct snapshot *snapshot, const char *schema, const char *name)
{
	bool found = false;

	for (size_t k = 0; kinds[k]; k++) {
		struct objects all = snapshot_objects(snapshot, kinds[k]);
		for (size_t i = 0; kind_is(kinds[k], TRAIT_ROUTINE) && i < all.count && !found; i++)
			found = strcmp(all.items[i]->name, name) == 0 && strcmp(all.items[i]->schema, schema) == 0;
	}
	return found;
}

static bool is_taken(const struct changes *changes, const struct change *column)
{
	const char *name = beside_name(changes, column->want), *function = beside_function(changes, column->want);
	const struct object *had = column->have->parent, *has = column->want->parent;

	return strlen(function) > NAME_BYTES || has_part(had, name) || has_part(has, name) ||
	       has_routine(changes->have, had->schema, function) || has_routine(changes->want, has->schema, function);
}

static const struct hindrance {
	bool (*is)(const struct changes *, const struct change *);
	const char *why;
} hindrances[] = {
	{ is_in_family, "its table has children or partitions, or is one" },
	{ is_renamed, "it or its table is renamed, too" },
	{ is_computed, "it is an identity column, or a generated one" },
	{ is_of_changing_type, "its type is created or altered, too" },
	{ has_triggers, "its table has triggers or rules, which would fire for each row that is filled" },
	{ is_published, "its table is published, and subscribers lack the new column" },
	{ is_hidden, "row security of its table is forced" },
	{ identifies_rows, "the replica identity of its table is an index" },
	{ waits_for_rows, "its NOT NULL constraint is NOT VALID or NO INHERIT" },
	{ is_taken, "the name of the new column, or of its trigger function, is taken or too long" },
};

const char *beside_hindrance(const struct changes *changes, const struct change *column)
{
	const char *given_up = changes->usual ? g_hash_table_lookup(changes->usual, column->want) : NULL;

	for (size_t i = 0; !given_up && i < G_N_ELEMENTS(hindrances); i++)
		if (hindrances[i].is(changes, column))
			return hindrances[i].why;
	return given_up;
}
