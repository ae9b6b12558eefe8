/* Rows that change their partition: DELETE ... RETURNING into the other, which no trigger of the user's sees. */
#include "diff/ddl/table_partition_rows.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/partition_bound.h"
#include "diff/ddl/trigger_pause.h"
#include "diff/order.h"
#include "sql/rename_column.h"

#define TABLE(object) ((const struct table *)(object))

/* The change of the partitioned table to which a partition belongs afterwards, if it stays that table; else NULL. */
static struct change *table_above(const struct changes *changes, const struct change *partition)
{
	const struct object *parent =
		partition->want && kind_is_table(partition->want->kind) && TABLE(partition->want)->partition_of
			? table_parent(changes->want, partition->want)
			: NULL;
	struct change *above = parent ? changes_of_want(changes, parent) : NULL;

	return above && above->have && !change_makes(above) ? above : NULL;
}

/* Whether it was, and is to be, a partition of the same table, and has its rows all the time. */
static bool stays(const struct changes *changes, const struct change *partition)
{
	const struct change *above = table_above(changes, partition);
	const struct object *before = above && partition->have && !change_makes(partition) &&
						      partition->have->kind == &table_kind && TABLE(partition->have)->partition_of
					      ? table_parent(changes->have, partition->have)
					      : NULL;

	return before && changes_of_have(changes, before) == above;
}

bool partition_is_rebound(const struct changes *changes, const struct change *table)
{
	return stays(changes, table) && TABLE(table->have)->partition_bound_spec != TABLE(table->want)->partition_bound_spec;
}

static bool is_default(const struct change *partition)
{
	return partition_bound_is_default(TABLE(partition->want)->partition_bound_spec);
}

/* Whether it is attached to its table: newly, or with other bounds. */
static bool comes(const struct changes *changes, const struct change *table)
{
	return table_above(changes, table) && (!stays(changes, table) || partition_is_rebound(changes, table));
}

/* Whether it is attached with bounds for which rows are elsewhere so far. */
static bool takes(const struct changes *changes, const struct change *table)
{
	return comes(changes, table) && !is_default(table);
}

/* The partitions of a table that stays, by their changes. */
static GPtrArray *partitions_of(const struct changes *changes, const struct change *above)
{
	const GArray *users = depend_needed_by(changes->needs_want, above->want);
	GPtrArray *partitions = g_ptr_array_new();

	for (guint i = 0; i < users->len; i++) {
		struct change *user =
			changes_of_want(changes, snapshot_all(changes->want).items[g_array_index(users, unsigned, i)]);
		if (table_above(changes, user) == above)
			g_ptr_array_add(partitions, user);
	}
	return partitions;
}

/* The default partition of the table as it is to be; NULL: it is to have none. */
static struct change *default_of(const struct changes *changes, const struct change *above)
{
	g_autoptr(GPtrArray) partitions = partitions_of(changes, above);

	for (guint i = 0; i < partitions->len; i++)
		if (is_default(partitions->pdata[i]))
			return partitions->pdata[i];
	return NULL;
}

/* The same if it is there, with its rows, before and after. */
static struct change *kept_default(const struct changes *changes, const struct change *above)
{
	struct change *partition = default_of(changes, above);

	return partition && !comes(changes, partition) ? partition : NULL;
}

bool partition_gives_rows(const struct changes *changes, const struct change *table)
{
	if (!stays(changes, table))
		return false;
	if (partition_is_rebound(changes, table))
		return true;
	const struct change *above = table_above(changes, table);
	if (!is_default(table))
		return false;
	g_autoptr(GPtrArray) partitions = partitions_of(changes, above);
	for (guint i = 0; i < partitions->len; i++)
		if (takes(changes, partitions->pdata[i]))
			return true;
	return false;
}

/*
 * Partitions whose bounds change are attached again in the order of their names, before new ones; a new default partition comes
 * last.
 */
static bool is_attached_before(const struct changes *changes, const struct change *table, const struct change *other)
{
	bool both = partition_is_rebound(changes, table) && partition_is_rebound(changes, other);

	if (!both)
		return !comes(changes, table);
	return is_default(table) || is_default(other) ? is_default(other) : table->want->number < other->want->number;
}

/* The partitioned table, which stays, of a partition that is dropped; NULL: the partition stays, or its table is dropped too. */
static struct change *table_left(const struct changes *changes, const struct change *partition)
{
	bool goes = partition->fate == FATE_DROP && partition->have->kind == &table_kind && TABLE(partition->have)->partition_of;
	const struct object *parent = goes ? table_parent(changes->have, partition->have) : NULL;
	struct change *above = parent ? changes_of_have(changes, parent) : NULL;

	return above && above->want && !change_makes(above) ? above : NULL;
}

bool partition_leaves_rows(const struct changes *changes, const struct change *table)
{
	const struct change *above = table_left(changes, table);
	g_autoptr(GPtrArray) partitions = above ? partitions_of(changes, above) : NULL;

	for (guint i = 0; partitions && i < partitions->len; i++)
		if (takes(changes, partitions->pdata[i]))
			return true;
	return above && default_of(changes, above);
}

bool partition_moves_rows(const struct changes *changes, const struct change *partition)
{
	const struct change *above = table_above(changes, partition);
	const GArray *users = above && is_default(partition) ? depend_needed_by(changes->needs_have, above->have) : NULL;

	if (partition_gives_rows(changes, partition) || comes(changes, partition))
		return true;
	for (guint i = 0; users && i < users->len; i++) {
		const struct change *user =
			changes_of_have(changes, snapshot_all(changes->have).items[g_array_index(users, unsigned, i)]);
		if (user->have->kind == &table_kind && partition_leaves_rows(changes, user))
			return true;
	}
	return false;
}

/* Columns that hold values, in the order of the one table; always: values of an identity cannot be given otherwise. */
static char *stored_columns(const struct changes *changes, const struct object *table, bool *always)
{
	GString *list = g_string_new(NULL);
	struct parts columns = object_columns(table);
	const struct object *above = table_parent(changes->want, table);

	for (size_t i = 0; i < columns.count; i++) {
		const struct column *column = (const struct column *)columns.items[i];
		const struct column *upper = above ? (const struct column *)object_column(above, column->object.name) : NULL;
		const char *identity = column->identity ? column->identity : upper ? upper->identity : NULL;
		if (column->generated)
			continue;
		say_append(list, "%s%I", list->len ? ", " : "", column->object.name);
		*always = *always || g_strcmp0(identity, "always") == 0;
	}
	return g_string_free(list, false);
}

static void say_move(struct say *s, const struct change *from, const struct change *to, const char *condition)
{
	bool always = false;
	g_autofree char *columns = stored_columns(s->changes, to->want, &always);

	if (!*columns)
		return;
	bool attached = is_attached_before(s->changes, to, from);
	trigger_pause(s, STAGE_LATE, from, !from->detached, false);
	trigger_pause(s, STAGE_LATE, to, attached, false);
	s->written = to;
	say_on_rows(s, STAGE_LATE,
		"WITH moved AS (DELETE FROM %O WHERE %s RETURNING %s)\nINSERT INTO %O (%s)%s SELECT %s FROM moved", from->want,
		condition, columns, to->want, columns, always ? " OVERRIDING SYSTEM VALUE" : "", columns);
	s->written = NULL;
	trigger_pause(s, STAGE_LATE, to, attached, true);
	trigger_pause(s, STAGE_LATE, from, !from->detached, true);
}

/* What the columns that the other table stores were called, as far as a partition that goes has them. */
static void append_left_columns(struct say *s, const struct change *to, GString *columns, GString *values, bool *always)
{
	struct parts wanted = object_columns(to->want);
	const struct object *above = table_left(s->changes, s->change)->want;

	for (size_t i = 0; i < wanted.count; i++) {
		const struct object *upper = object_column(above, wanted.items[i]->name);
		const struct object *old = upper ? changes_of_want(s->changes, upper)->have : NULL;
		if (!old || ((const struct column *)wanted.items[i])->generated || !object_column(s->have, old->name))
			continue;
		say_append(columns, "%s%I", columns->len ? ", " : "", wanted.items[i]->name);
		say_append(values, "%s%I", values->len ? ", " : "", old->name);
		*always = *always || g_strcmp0(((const struct column *)upper)->identity, "always") == 0;
	}
}

static void say_copy(struct say *s, const struct change *to, const char *from, const char *condition)
{
	g_autoptr(GString) columns = g_string_new(NULL), values = g_string_new(NULL);
	bool always = false, attached = is_attached_before(s->changes, to, s->change);

	append_left_columns(s, to, columns, values, &always);
	if (!columns->len)
		return;
	trigger_pause(s, STAGE_LATE, to, attached, false);
	s->written = to;
	say_on_rows(s, STAGE_LATE, "INSERT INTO %O (%s)%s SELECT %s FROM %I.%I%s%s", to->want, columns->str,
		always ? " OVERRIDING SYSTEM VALUE" : "", values->str, s->have->schema, from, *condition ? " WHERE " : "",
		condition);
	s->written = NULL;
	trigger_pause(s, STAGE_LATE, to, attached, true);
}

static void replace_column(GString *condition, const char *old, const char *new)
{
	g_autofree char *replaced = rename_column(condition->str, old, new);

	if (replaced)
		g_string_assign(condition, replaced);
}

/*
 * Puts the former names of the columns into a condition on the partition, which has left before they are renamed. By way of names that
 * no column has, since two columns may change places.
 */
static void name_as_before(const struct changes *changes, const struct object *above, GString *condition)
{
	struct parts columns = object_columns(above);

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < columns.count; i++) {
			const struct object *old = changes_of_want(changes, columns.items[i])->have;
			g_autofree char *between = g_strdup_printf("column %zu, before", i);
			if (old && strcmp(old->name, columns.items[i]->name) != 0)
				replace_column(condition, pass ? between : columns.items[i]->name, pass ? old->name : between);
		}
}

bool partition_leave_rows(struct say *s, const char *from)
{
	const struct change *above = table_left(s->changes, s->change);
	g_autoptr(GPtrArray) partitions = partitions_of(s->changes, above);
	g_autoptr(GString) rest = g_string_new(NULL);

	for (guint i = 0; i < partitions->len; i++) {
		g_autoptr(GString) condition = g_string_new(NULL);
		const struct change *to = partitions->pdata[i];
		if (!takes(s->changes, to) ||
			!partition_bound_append(condition, above->want, TABLE(to->want)->partition_bound_spec))
			continue;
		name_as_before(s->changes, above->want, condition);
		say_copy(s, to, from, condition->str);
		g_string_append_printf(rest, "%s(%s) IS NOT TRUE", rest->len ? " AND " : "", condition->str);
	}
	const struct change *to = default_of(s->changes, above);
	if (to)
		say_copy(s, to, from, rest->str);
	return to;
}

void partition_take_rows(struct say *s)
{
	const struct change *above = takes(s->changes, s->change) ? table_above(s->changes, s->change) : NULL;
	const struct change *from = above ? kept_default(s->changes, above) : NULL;
	g_autoptr(GString) condition = g_string_new(NULL);

	if (from && partition_bound_append(condition, above->want, TABLE(s->want)->partition_bound_spec))
		say_move(s, from, s->change, condition->str);
}

void partition_give_rows(struct say *s)
{
	const struct change *above = partition_is_rebound(s->changes, s->change) ? table_above(s->changes, s->change) : NULL;
	g_autoptr(GPtrArray) partitions = above ? partitions_of(s->changes, above) : NULL;
	g_autoptr(GString) own = g_string_new(NULL);

	for (guint i = 0; partitions && i < partitions->len; i++) {
		g_autoptr(GString) condition = g_string_new(NULL);
		const struct change *to = partitions->pdata[i];
		if (to != s->change && takes(s->changes, to) &&
			partition_bound_append(condition, above->want, TABLE(to->want)->partition_bound_spec))
			say_move(s, s->change, to, condition->str);
	}
	const struct change *rest = above ? default_of(s->changes, above) : NULL;
	if (rest && rest != s->change && partition_bound_append(own, above->want, TABLE(s->want)->partition_bound_spec)) {
		g_autofree char *condition = g_strdup_printf("(%s) IS NOT TRUE", own->str);
		say_move(s, s->change, rest, condition);
	}
}

static void await_columns(struct changes *changes, const struct change *table, struct batch *late)
{
	struct parts columns = object_columns(table->want);

	for (size_t i = 0; i < columns.count; i++)
		batch_before(batch_find(changes_of_want(changes, columns.items[i]), STAGE_MAKE), late);
}

/* Keys that refer to the table, or to one above it, are dropped before and made again after. */
static void await_keys(struct changes *changes, const struct change *above, struct batch *late)
{
	for (const struct object *table = above->want; table; table = table_parent(changes->want, table)) {
		const struct change *change = changes_of_want(changes, table);
		const GArray *users = change->have ? depend_needed_by(changes->needs_have, change->have) : NULL;
		for (guint i = 0; users && i < users->len; i++) {
			struct change *user =
				changes_of_have(changes, snapshot_all(changes->have).items[g_array_index(users, unsigned, i)]);
			if (user->have->kind == &foreign_key_kind) {
				batch_before(batch_find(user, STAGE_UNDO), late);
				batch_before(late, batch_find(user, STAGE_MAKE));
			}
		}
	}
}

/* A partition that is partitioned itself takes rows when it has its own partitions. */
static void await_below(struct changes *changes, const struct change *table, struct batch *late)
{
	const GArray *users = depend_needed_by(changes->needs_want, table->want);

	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(changes->want).items[g_array_index(users, unsigned, i)];
		if (!kind_is_table(user->kind) || table_parent(changes->want, user) != table->want || !TABLE(user)->partition_of)
			continue;
		batch_before(batch_find(changes_of_want(changes, user), STAGE_LATE), late);
		await_below(changes, changes_of_want(changes, user), late);
	}
}

void partition_rows_add_edges(struct changes *changes, struct change *table)
{
	const struct change *above = table->want ? table_above(changes, table) : table_left(changes, table);
	struct batch *late = above ? batch_find(table, STAGE_LATE) : NULL;

	if (!late || (table->want && !comes(changes, table)))
		return;
	g_autoptr(GPtrArray) partitions = partitions_of(changes, above);
	await_keys(changes, above, late);
	if (!table->want) {
		await_columns(changes, above, late);
		for (guint i = 0; i < partitions->len; i++) {
			struct change *other = partitions->pdata[i];
			await_columns(changes, other, late);
			await_below(changes, other, late);
			batch_before(batch_find(other, STAGE_UNDO), late);
			batch_before(batch_find(other, STAGE_MAKE), late);
			batch_before(late, batch_find(other, STAGE_LATE));
			batch_before(late, batch_find(other, STAGE_LAST));
		}
		return;
	}
	await_columns(changes, above, late);
	await_columns(changes, table, late);
	await_below(changes, table, late);
	struct parts triggers = object_parts(table->want, &trigger_kind);
	for (size_t i = 0; i < triggers.count; i++) /* new ones see no row that is moved */
		batch_before(late, batch_find(changes_of_want(changes, triggers.items[i]), STAGE_MAKE));
	for (guint i = 0; i < partitions->len; i++) {
		struct change *other = partitions->pdata[i];
		if (other == table || (!comes(changes, other) && !partition_gives_rows(changes, other)))
			continue;
		await_columns(changes, other, late);
		batch_before(batch_find(other, STAGE_UNDO), late);
		batch_before(batch_find(other, STAGE_MAKE), late);
		batch_before(late, batch_find(other, STAGE_LAST));
		if (partition_is_rebound(changes, other) &&
			(!partition_is_rebound(changes, table) || is_attached_before(changes, other, table)))
			batch_before(batch_find(other, STAGE_LATE), late);
	}
}
