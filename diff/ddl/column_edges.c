/* Which batches of columns wait for which. */
#include "diff/ddl/column.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "diff/ddl/generated.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/not_null.h"
#include "diff/ddl/type_edges.h"
#include "diff/order.h"

/* NOT NULL that a partition keeps is set again when it was dropped for all of the table. */
static void add_kept_not_null(struct changes *changes, struct change *column)
{
	struct batch *again = not_null_is_taken_along(changes, column) ? batch_find(column, STAGE_LATE) : NULL;

	for (struct change *upper = again ? changes_inherited_from(changes, column) : NULL; upper;
		upper = changes_inherited_from(changes, upper))
		batch_before(batch_find(upper, STAGE_MAKE), again);
}

/* The table is out of its publications while a virtual column gets another expression. */
static void add_published(struct changes *changes, struct change *column)
{
	const GArray *users = column->have && column->want && generated_unsettles(changes, column)
				      ? depend_needed_by(changes->needs_have, column->have->parent)
				      : NULL;

	for (guint i = 0; users && i < users->len; i++) {
		struct change *user =
			changes_of_have(changes, snapshot_all(changes->have).items[g_array_index(users, unsigned, i)]);
		if (user->have->kind != &publication_table_kind)
			continue;
		batch_before(batch_find(user, STAGE_UNDO), batch_find(column, STAGE_MAKE));
		batch_before(batch_find(column, STAGE_MAKE), batch_find(user, STAGE_MAKE));
	}
}

/* A table is identified by columns, and its rows are carried over, when these are as they are to be. */
static void add_table(struct change *column)
{
	struct batch *make = batch_find(column, STAGE_MAKE), *last = batch_find(column->parent, STAGE_LAST);

	batch_before(make, last);
	batch_before(batch_find(column, STAGE_LATE), last);
	batch_before(make, batch_find(column->parent, STAGE_LATE));
}

/* The name of a NOT NULL that this column had, or NULL. Free it. */
static char *name_had(const struct changes *changes, const struct change *column)
{
	const struct object *have = column->have;
	bool named = have && kind_is_table(have->parent->kind) && ((const struct column *)have)->not_null;

	return named ? not_null_name(changes->have, have) : NULL;
}

/* A column gives up the name of its NOT NULL before another one of the table takes it, unless they exchange their names. */
static void add_not_null_names(struct changes *changes, struct change *column)
{
	g_autofree char *had = changes->target >= PG(18) && column->parent->want ? name_had(changes, column) : NULL;
	bool stays = had && column->want && ((const struct column *)column->want)->not_null && !change_makes(column);
	g_autofree char *has = stays ? not_null_name(changes->want, column->want) : NULL;

	if (!had || g_strcmp0(had, has) == 0)
		return;
	struct parts columns = object_columns(column->parent->want);
	for (size_t i = 0; i < columns.count; i++) {
		struct change *other = changes_of_want(changes, columns.items[i]);
		if (other == column || other->fate == FATE_SAME || !((const struct column *)other->want)->not_null)
			continue;
		g_autofree char *takes = not_null_name(changes->want, other->want), *gives = name_had(changes, other);
		struct batch *gone = change_undoes(column) ? batch_undoing(column) : batch_find(column, STAGE_MAKE);
		bool moves = strcmp(takes, had) == 0 && g_strcmp0(gives, had) != 0 && (!gives || g_strcmp0(gives, has) != 0);
		for (int stage = STAGE_MAKE; moves && stage <= STAGE_LATE; stage++)
			batch_before(gone, batch_find(other, stage));
	}
}

void column_add_edges(struct changes *changes, struct change *column)
{
	if (column->fate == FATE_SAME)
		return;
	add_table(column);
	add_kept_not_null(changes, column);
	add_published(changes, column);
	add_not_null_names(changes, column);
	type_free_rows(changes, column);
}

/* Of a column that is its parent's too: whether the table and its parent stay and the column of both goes, or comes. */
static bool is_merged(const struct change *column, const struct change *upper, bool (*moves)(const struct change *))
{
	const struct change *table = column->parent, *above = upper->parent;

	return table != above && moves(column) && moves(upper) && !moves(table) && !moves(above);
}

/* Of a column that is altered: whether its parent gets one of that name, which joins it, or loses that. */
static bool is_joined(const struct change *column, const struct change *upper, enum fate fate)
{
	const struct change *table = column->parent, *above = upper->parent;

	return column->fate == FATE_ALTER && upper->fate == fate && table != above && !table->detached && !change_makes(table) &&
	       table->want && above->have && above->want && !change_makes(above);
}

bool column_inherits_had(struct changes *changes, struct change *column, struct change *upper, struct batch *undo)
{
	struct batch *gone = batch_undoing(upper);

	(void)changes;
	/* a child's own column is left to it when its parent's goes, and can go then */
	if (is_merged(column, upper, change_undoes) && change_is_own(column, true) && !column->parent->detached)
		batch_before(gone, undo);
	else if (is_joined(column, upper, FATE_DROP))
		batch_before(gone, batch_find(column, STAGE_MAKE));
	else
		return false;
	return true;
}

bool column_inherits_has(struct change *column, struct change *upper, struct batch *make)
{
	/* a child's own column is there before that of its parent joins it */
	bool merged = is_merged(column, upper, change_makes) && column->fate == FATE_REMAKE && change_is_own(column, false) &&
		      !column->parent->detached;

	if (!merged && !is_joined(column, upper, FATE_CREATE))
		return false;
	batch_before(make, batch_find(upper, STAGE_MAKE));
	return true;
}
