/* Checks that are there for a while. */
#include "diff/online/helper.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "diff/aside_name.h"
#include "diff/ddl/partition_bound.h"
#include "diff/say.h"

#define TABLE(object) ((const struct table *)(object))
#define COLUMN(object) ((const struct column *)(object))
#define OF_COLUMN "__not_null"
#define OF_PARTITION "__bound"

const char *helper_name(const struct changes *changes, const struct object *object)
{
	return aside_with_suffix(changes, object->name, object->kind == &column_kind ? OF_COLUMN : OF_PARTITION);
}

const struct object *helper_left(const struct changes *changes, const struct object *table, const char *name)
{
	const struct object *have = online_change(changes, table)->have;
	const struct object *check = have ? object_part(have, &check_kind, name) : NULL;

	return check && changes_of_have(changes, check)->fate == FATE_DROP ? check : NULL;
}

/* Whether the change makes a column NOT NULL that was not. */
static bool becomes_not_null(const struct change *change)
{
	return change && change->have && change->want && change->fate == FATE_ALTER && !COLUMN(change->have)->not_null &&
	       COLUMN(change->want)->not_null;
}

static bool is_moved(const struct change *table)
{
	return table->have && table->want && TABLE(table->have)->partition_of != TABLE(table->want)->partition_of;
}

/* Whether it is the check of a column that becomes NOT NULL. */
static bool is_of_column(const struct online_site *site, const struct object *check)
{
	struct parts columns = object_parts(check->parent, &column_kind);

	for (size_t i = 0; i < columns.count && site->changes->target < PG(18); i++) {
		struct change *column = changes_of_have(site->changes, columns.items[i]);
		if (becomes_not_null(column) && strcmp(helper_name(site->changes, column->want), check->name) == 0)
			return !online_is_refused(site, column, STAGE_MAKE);
	}
	return false;
}

/* Whether it is that of a partition that comes or goes, on itself or on the default partition. */
static bool is_of_partition(const struct online_site *site, const struct object *check)
{
	struct objects tables = snapshot_objects(site->changes->have, &table_kind);

	for (size_t i = 0; i < tables.count; i++) {
		struct change *moved = changes_of_have(site->changes, tables.items[i]);
		if (!is_moved(moved) || strcmp(helper_name(site->changes, tables.items[i]), check->name) != 0)
			continue;
		struct online_site of = { .changes = site->changes, .change = moved };
		const struct object *other = helper_default(&of);
		enum stage stage = TABLE(moved->want)->partition_of ? STAGE_LATE : STAGE_UNDO;
		if (tables.items[i] == check->parent ||
			(other && other->name == check->parent->name && other->schema == check->parent->schema))
			return !online_is_refused(site, moved, stage);
	}
	return false;
}

bool helper_is(const struct online_site *site)
{
	const struct object *check = site->change->have;

	return check && check->kind == &check_kind && site->change->fate == FATE_DROP && online_stays(site->change) &&
	       (is_of_column(site, check) || is_of_partition(site, check));
}

/* NULL satisfies any check, and is in no partition by range. */
static bool append_not_null(GString *out, const struct object *partitioned)
{
	struct parts keys = table_partition_keys(partitioned);
	const struct object *column = keys.count == 1 && !((const struct partition_key *)keys.items[0])->type
					      ? object_part(partitioned, &column_kind, keys.items[0]->name)
					      : NULL;

	if (!column)
		return false;
	say_append(out, "%I IS NOT NULL AND ", column->name);
	return true;
}

/* Of several keys by range the server has another condition, and by hash one with the table's oid. */
bool helper_append_bound(GString *out, const struct online_site *site)
{
	const struct change *table = site->change;
	bool comes = table->want && TABLE(table->want)->partition_of;
	const struct object *partition = comes ? table->want : table->have;
	const struct object *partitioned = table_parent(comes ? site->changes->want : site->changes->have, partition);
	const char *bound = TABLE(partition)->partition_bound_spec;
	g_autoptr(GString) condition = g_string_new(NULL);

	if (!partitioned || strcmp(TABLE(partitioned)->partition_by, "hash") == 0)
		return false;
	if (!strstr(bound, "NULL") && !append_not_null(condition, partitioned))
		return false;
	if (!partition_bound_append(condition, partitioned, bound))
		return false;
	g_string_append(out, condition->str);
	return true;
}

const struct object *helper_default(const struct online_site *site)
{
	const struct object *partition = site->change->want,
			    *above = partition ? table_parent(site->changes->want, partition) : NULL;
	g_autoptr(GPtrArray) partitions = above ? online_partitions(site->changes, above, false) : g_ptr_array_new();

	for (guint i = 0; i < partitions->len; i++) {
		const struct object *table = partitions->pdata[i];
		if (partition_bound_is_default(TABLE(table)->partition_bound_spec) && !table_is_partitioned(table) &&
			online_stays(changes_of_want(site->changes, table)))
			return table;
	}
	return NULL;
}

bool helper_leaves_partitions(const struct changes *changes, const struct object *table)
{
	bool alone = true;

	for (guint i = 0; i < changes->all->len && alone; i++) {
		const struct change *change = changes->all->pdata[i];
		alone = change->fate == FATE_SAME || !change->parent || change->parent->have != table;
	}
	return alone;
}
