/* Rows that can make partitioning statements fail. */
#include "diff/ddl/table_risk.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/partition_bound.h"
#include "diff/ddl/table_partition_rows.h"
#include "diff/risk.h"
#include "diff/say.h"

#define TABLE(object) ((const struct table *)(object))

/* Whether the rows of the table, as it is before, can be asked for the keys of the partitioned table. */
static bool has_keys(const struct changes *changes, const struct object *table, const struct object *partitioned)
{
	struct parts keys = table_partition_keys(partitioned);

	for (size_t i = 0; i < keys.count; i++) {
		const struct object *before =
			TABLE(partitioned)->partition_by && !((const struct partition_key *)keys.items[i])->type
				? risk_column(changes, table, keys.items[i]->name)
				: NULL;
		if (!before || before->name != keys.items[i]->name)
			return false;
	}
	return keys.count;
}

/* AND (bound) IS NOT TRUE; false: it cannot be asked. A partition by hash tells its rows only where its table is there. */
static bool append_outside(GString *condition, const struct changes *changes, const struct object *partitioned, const char *bound)
{
	g_autoptr(GString) own = g_string_new(NULL);

	if (strcmp(TABLE(partitioned)->partition_by, "hash") == 0 || !partition_bound_append(own, partitioned, bound) ||
		!risk_is_askable(changes, partitioned, own->str))
		return false;
	g_string_append_printf(condition, "%s(%s) IS NOT TRUE", condition->len ? " AND " : "", own->str);
	return true;
}

/* The condition of rows that are outside; NULL, and the text is freed, where that cannot be asked. */
static char *condition_of(GString *outside, bool askable)
{
	g_autofree char *condition = g_string_free(outside, false);

	return askable && *condition ? g_steal_pointer(&condition) : NULL;
}

/* The same of a table's rows that are for none of the partitions; *all: there is a default one. */
static char *condition_left(const struct changes *changes, const struct object *table, const struct object *partitioned, bool *all)
{
	const GArray *users = depend_needed_by(changes->needs_want, partitioned);
	GString *outside = g_string_new(NULL);
	bool askable = has_keys(changes, table, partitioned);

	*all = false;
	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(changes->want).items[g_array_index(users, unsigned, i)];
		if (!kind_is_table(user->kind) || !TABLE(user)->partition_of || table_parent(changes->want, user) != partitioned)
			continue;
		bool leaf = !TABLE(user)->partition_by, is_default = partition_bound_is_default(TABLE(user)->partition_bound_spec);
		*all |= leaf && is_default;
		askable = askable && leaf &&
			  (is_default || append_outside(outside, changes, partitioned, TABLE(user)->partition_bound_spec));
	}
	return condition_of(outside, askable);
}

void risk_bounds(struct say *s)
{
	const struct table *want = TABLE(s->want);
	const struct object *partitioned = table_parent(s->changes->want, s->want);
	bool all = false, rebound = partition_is_rebound(s->changes, s->change);

	if (!s->have || s->have->kind != &table_kind || s->change->fate != FATE_ALTER ||
		TABLE(s->have)->partition_bound_spec == want->partition_bound_spec || !partitioned)
		return;
	GString *outside = rebound ? NULL : g_string_new(NULL);
	g_autofree char *name = object_describe(s->want);
	char *condition = rebound ? condition_left(s->changes, s->want, partitioned, &all)
				  : condition_of(outside,
					    has_keys(s->changes, s->want, partitioned) &&
						    append_outside(outside, s->changes, partitioned, want->partition_bound_spec));
	if (all)
		g_free(condition);
	else if (rebound)
		risk_add(s, s->have, condition, "fails if a row of %s fits no partition of %s", name, want->partition_of->text);
	else
		risk_add(s, s->have, condition, "fails if a row of %s does not fit into partition %s of %s", name,
			want->partition_bound_spec, want->partition_of->text);
}

void risk_carried_rows(struct say *s)
{
	bool all = false;

	if (!TABLE(s->want)->partition_by || s->have->kind != &table_kind)
		return;
	g_autofree char *name = object_describe(s->want);
	char *condition = condition_left(s->changes, s->want, s->want, &all);
	if (all)
		g_free(condition);
	else
		risk_add(s, s->have, condition, "fails if a row of %s fits none of its partitions", name);
}
