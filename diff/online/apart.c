/* Batches that have nothing to do with what is undone and made again around them. */
#include "diff/online/apart.h"

#include "catalog/kinds.h"
#include "diff/order.h"

/* The batches with, for each, where it stands. */
struct row {
	GPtrArray *batches;
	GHashTable *places; /* struct batch * -> its place, and 1 */
};

static const struct batch *batch_at(const struct row *row, guint at)
{
	return row->batches->pdata[at];
}

/* The place; behind all others where it has none. */
static guint place_of(const struct row *row, const struct batch *batch)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(row->places, batch)) - 1;
}

static const struct change *outermost(const struct change *change)
{
	while (change->parent)
		change = change->parent;
	return change;
}

/* The table because of which a change is made: that of which it is, or of what it is recreated with. */
static const struct change *table_of(const struct change *change)
{
	while (change->because)
		change = change->because;
	return outermost(change);
}

/* Parts of other tables, and views of these: all of their statements say what they wait for. */
static bool is_movable(const struct batch *batch, const struct change *around)
{
	const struct kind *kind = change_object(batch->change)->kind;
	const struct change *table = table_of(batch->change);

	return kind_is(kind, TRAIT_CONSTRAINT | TRAIT_INDEX | TRAIT_FIRES | TRAIT_QUERY | TRAIT_MERGED) && batch->change->want &&
	       !batch->labels && !batch->takes_labels && !batch->loses && table != outermost(around) && table != table_of(around);
}

/* Whether one that stays, between its place and the end, waits for it. */
static bool is_awaited(const struct row *row, guint at, guint first, guint end, const bool *stays)
{
	const GPtrArray *before = batch_at(row, at)->before;
	bool awaited = false;

	for (guint i = 0; i < before->len && !awaited; i++) {
		guint place = place_of(row, before->pdata[i]);
		awaited = place > at && place < end && stays[place - first];
	}
	return awaited;
}

static void put(struct row *row, guint at, struct batch *batch)
{
	row->batches->pdata[at] = batch;
	g_hash_table_insert(row->places, batch, GUINT_TO_POINTER(at + 1));
}

/* Those between first and last for which none waits that stays there go behind the last. */
static void clear_between(struct row *row, guint first, guint last)
{
	const struct change *around = batch_at(row, first)->change;
	guint end = last + 1, at = first;
	g_autofree bool *stays = g_new0(bool, end - first);
	g_autoptr(GPtrArray) behind = g_ptr_array_new();

	for (guint i = end; i-- > first;)
		stays[i - first] =
			i == first || i == last || !is_movable(batch_at(row, i), around) || is_awaited(row, i, first, end, stays);
	for (guint i = first; i < end; i++)
		if (stays[i - first])
			put(row, at++, row->batches->pdata[i]);
		else
			g_ptr_array_add(behind, row->batches->pdata[i]);
	for (guint i = 0; i < behind->len; i++)
		put(row, at++, behind->pdata[i]);
}

/* The last batch of a change that makes again what it undoes; NULL: it does not. */
static const struct batch *find_last(const struct row *row, struct change *change)
{
	const struct batch *last = NULL;

	for (int stage = STAGE_UNDO + 1; stage < STAGE_LAST; stage++) {
		const struct batch *batch = change->batches[stage];
		if (batch && place_of(row, batch) < row->batches->len && (!last || place_of(row, batch) > place_of(row, last)))
			last = batch;
	}
	return last;
}

void online_set_apart(GPtrArray *batches)
{
	g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL);
	g_autoptr(GPtrArray) undoing = g_ptr_array_new();
	struct row row = { batches, places };

	for (guint i = 0; i < batches->len; i++) {
		struct batch *batch = batches->pdata[i];
		g_hash_table_insert(places, batch, GUINT_TO_POINTER(i + 1));
		if (batch->stage == STAGE_UNDO && batch->steps->len && batch->change->want)
			g_ptr_array_add(undoing, batch);
	}
	for (guint i = 0; i < undoing->len; i++) {
		const struct batch *first = undoing->pdata[i], *last = find_last(&row, first->change);
		if (last && place_of(&row, last) > place_of(&row, first) + 1)
			clear_between(&row, place_of(&row, first), place_of(&row, last));
	}
}
