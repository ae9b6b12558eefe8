/*
 * Breaks a cycle of batches that wait for each other: a view is created with its columns only, an object is re-created instead of
 * altered, or a guessed dependency is dropped.
 */
#include "diff/circle.h"

#include "catalog/depend.h"
#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "diff/ddl/column.h"
#include "diff/order.h"
#include "diff/propagate.h"
#include "diff/steps.h"
#include "diff/trace.h"

/* A document may omit a view's columns: they follow from the query. */
static bool has_typed_columns(const struct object *view)
{
	struct parts columns = object_columns(view);

	for (size_t i = 0; i < columns.count; i++)
		if (!((const struct column *)columns.items[i])->type)
			return false;
	return columns.count;
}

/* Finds a view of the cycle that can be created with its columns only, and get its query later. */
static bool empty_view(GPtrArray *cycle)
{
	for (guint i = 0; i < cycle->len; i++) {
		const struct batch *batch = cycle->pdata[i];
		struct change *change = batch->change;
		const struct object *object = batch->stage == STAGE_UNDO ? change->have : change->want;
		bool *mark = batch->stage == STAGE_UNDO && change_undoes(change)  ? &change->emptied
			     : batch->stage == STAGE_MAKE && change_makes(change) ? &change->stub
										  : NULL;

		if (!mark || *mark || object->kind != &view_kind || !has_typed_columns(object))
			continue;
		*mark = true;
		return true;
	}
	return false;
}

/*
 * A dropped table of the circle whose defaults call functions that depend on the table: the defaults are dropped first, then the
 * functions, then the table.
 */
static bool without_defaults(struct changes *changes, GPtrArray *cycle)
{
	for (guint i = 0; i < cycle->len; i++) {
		const struct batch *batch = cycle->pdata[i];
		struct change *change = batch->change;
		struct parts columns = batch->stage == STAGE_UNDO && change->fate == FATE_DROP ? object_columns(change->have)
											       : (struct parts){ 0 };

		if (change_object(change)->kind != &table_kind || change->aside || change->emptied)
			continue;
		for (size_t c = 0; c < columns.count; c++)
			change->emptied = change->emptied || column_lets_go(changes, columns.items[c]);
		if (change->emptied)
			return true;
	}
	return false;
}

/* Finds an object of the cycle that can be re-created instead of altered: DROP and CREATE are separate batches. */
static bool break_cycle(struct changes *changes, GPtrArray *cycle)
{
	for (guint i = 0; i < cycle->len; i++) {
		struct change *change = ((struct batch *)cycle->pdata[i])->change;
		const struct kind *kind = change_object(change)->kind;
		if (change->fate == FATE_ALTER && !kind_is(kind, TRAIT_HOME) && kind != &table_kind && kind != &column_kind &&
			kind != &sequence_kind && kind != &enum_kind && change_remake(changes, change))
			return true;
	}
	return false;
}

static void describe_cycle(GPtrArray *cycle, GError **error)
{
	static const char *const words[STAGE_COUNT] = {
		[STAGE_KEEP] = "keeping what is lost with",
		[STAGE_UNDO] = "dropping",
		[STAGE_MAKE] = "making",
		[STAGE_FILL] = "filling",
		[STAGE_LATE] = "completing",
		[STAGE_LAST] = "completing",
	};
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < cycle->len; i++) {
		const struct batch *batch = cycle->pdata[cycle->len - 1 - i];
		g_autofree char *name = object_describe(change_object(batch->change));
		g_string_append_printf(text, "%s%s %s", i ? ", then " : "", words[batch->stage], name);
	}
	g_set_error(error, PLAN_ERROR, PLAN_CYCLE,
		"no order is possible, each of these has to come before the next, and the last before the first: %s", text->str);
}

/* The plan's own graph, which it may change. */
static struct depend *own_graph(const struct snapshot *snapshot, const struct depend **graph, struct depend **own)
{
	if (!*own)
		*graph = *own = depend_new(snapshot);
	return *own;
}

/* A dependency of the circle that was only guessed from a name in a text, which may mean something else. */
static bool drop_guess(struct changes *changes, GPtrArray *cycle)
{
	struct depend *have = own_graph(changes->have, &changes->needs_have, &changes->own_have),
		      *want = own_graph(changes->want, &changes->needs_want, &changes->own_want);

	for (guint i = 0; i < cycle->len; i++) {
		const struct change *waits = ((struct batch *)cycle->pdata[i])->change,
				    *first = ((struct batch *)cycle->pdata[(i + 1) % cycle->len])->change;
		if (waits->want && first->want && depend_drop_guess(want, waits->want, first->want))
			return true;
		if (waits->have && first->have && depend_drop_guess(have, first->have, waits->have))
			return true;
	}
	return false;
}

/*
 * Takes something out of each circle, so that the next attempt finds fewer; false where the first has nothing that can be put off.
 */
bool circles_break(struct changes *changes, GPtrArray *circles, GError **error)
{
	GPtrArray *first = circles->pdata[0];

	trace_circle(first);
	if (!empty_view(first) && !without_defaults(changes, first) && !break_cycle(changes, first) &&
		!drop_guess(changes, first)) {
		describe_cycle(first, error);
		return false;
	}
	for (guint i = 1; i < circles->len; i++)
		empty_view(circles->pdata[i]);
	return true;
}
