/* Columns whose rows get their values in batches. */
#include "diff/online/backfill.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "diff/aside_name.h"
#include "diff/lock_exact.h"
#include "diff/online/transaction.h"

#define COLUMN(object) ((const struct column *)(object))
#define SUFFIX "__backfill"

const char *backfill_name(const struct online_site *site)
{
	return aside_with_suffix(site->changes, change_object(site->change)->name, SUFFIX);
}

bool backfill_is_alone(const struct snapshot *snapshot, const struct depend *needs, const struct object *object)
{
	const struct table *table = (const struct table *)object;
	const GArray *users = depend_needed_by(needs, object);
	bool alone =
		object->kind == &table_kind && !table->partition_by && !table->partition_of && !table->inherits && !table->of_type;

	for (guint i = 0; i < users->len && alone; i++)
		alone = snapshot_all(snapshot).items[g_array_index(users, unsigned, i)]->kind != &table_kind;
	return alone;
}

static bool is_written_anew(const struct online_site *site)
{
	const struct object *table = site->change->want->parent;
	const struct lock_table of = { site->changes->have, site->changes->want, changes_of_want(site->changes, table)->have, table,
		site->changes->needs_have, NULL };
	g_autoptr(GPtrArray) matches = lock_matches_of(site->sql, site->changes->target);

	return matches->len == 1 && lock_exact(matches->pdata[0], &of).work & LOCK_REWRITES;
}

bool backfill_can(const struct online_site *site)
{
	const struct object *want = site->change->want;

	return want && want->kind == &column_kind && COLUMN(want)->default_ && !site->change->late_default &&
	       online_stays(site->change->parent) &&
	       backfill_is_alone(site->changes->want, site->changes->needs_want, want->parent) && is_written_anew(site);
}

bool backfill_fills(const struct online_site *site)
{
	return site->changes->online->backfill && backfill_can(site);
}

/* The column of a table whose name with the suffix a check has; NULL: it has none. */
static const struct object *column_of(const struct changes *changes, const struct object *check)
{
	struct parts columns = check->parent->kind == &table_kind ? object_parts(check->parent, &column_kind) : (struct parts){ 0 };

	for (size_t i = 0; i < columns.count; i++)
		if (strcmp(aside_with_suffix(changes, columns.items[i]->name, SUFFIX), check->name) == 0)
			return columns.items[i];
	return NULL;
}

/* A column that goes, or gets no default, has nothing to be filled with. */
static bool is_left(const struct changes *changes, const struct change *change)
{
	const struct object *check = change->have;
	const struct object *column = check && check->kind == &check_kind && change->fate == FATE_DROP && online_stays(change)
					      ? column_of(changes, check)
					      : NULL;
	const struct object *want = column ? changes_of_have(changes, column)->want : NULL;

	return want && COLUMN(column)->default_ && COLUMN(want)->default_;
}

bool backfill_is_left(const struct online_site *site)
{
	return is_left(site->changes, site->change);
}

bool backfill_goes_on(const struct online_site *site)
{
	const struct object *column = site->change->have;
	const struct object *check = column && column->parent && column->parent->kind == &table_kind
					     ? object_part(column->parent, &check_kind, backfill_name(site))
					     : NULL;

	return check && is_left(site->changes, changes_of_have(site->changes, check));
}

bool backfill_is_awaited(const struct changes *changes, const struct change *change)
{
	const struct object *want = change->want, *table = want && want->kind == &check_kind ? change->parent->have : NULL;
	struct parts checks = table && change_makes(change) ? object_parts(table, &check_kind) : (struct parts){ 0 };
	bool awaited = false;

	for (size_t i = 0; i < checks.count && !awaited; i++)
		awaited = is_left(changes, changes_of_have(changes, checks.items[i]));
	return awaited;
}

const struct object *backfill_column(const struct online_site *site)
{
	const struct object *object = change_object(site->change);

	return object->kind == &column_kind ? object : column_of(site->changes, object);
}

void backfill_note(const struct changes *changes, struct plan *plan)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		if (!is_left(changes, change))
			continue;
		g_autofree char *column = object_describe(column_of(changes, change->have)), *check = object_describe(change->have);
		remark_add(plan->notes, NOTE_BACKFILL, column_of(changes, change->have),
			"%s is not filled yet where %s is dropped: yaml2db --online fills it first", column, check);
	}
}
