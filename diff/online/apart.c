/* Moves batches out of a transaction that drops and re-creates an object to which they are not related. */
#include "diff/online/apart.h"

#include "catalog/kinds.h"
#include "diff/order.h"

/* The batches in order, and the place of each. */
struct queue {
	GPtrArray *batches;
	GHashTable *places; /* struct batch * -> its place, and 1 */
};

static const struct batch *batch_at(const struct queue *queue, guint at)
{
	return queue->batches->pdata[at];
}

/* The index of a batch; beyond all others where it is not among them. */
static guint place_of(const struct queue *queue, const struct batch *batch)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(queue->places, batch)) - 1;
}

static const struct change *outermost(const struct change *change)
{
	while (change->parent)
		change = change->parent;
	return change;
}

/* The table of the object, or, where that is re-created with another object, the table of the latter. */
static const struct change *table_of(const struct change *change)
{
	while (change->because)
		change = change->because;
	return outermost(change);
}

/* Parts of other tables, and views: kinds for which every statement has an edge to each one that must come before. */
static bool is_movable(const struct batch *batch, const struct change *around)
{
	const struct kind *kind = change_object(batch->change)->kind;
	const struct change *table = table_of(batch->change);

	return kind_is(kind, TRAIT_CONSTRAINT | TRAIT_INDEX | TRAIT_FIRES | TRAIT_QUERY | TRAIT_MERGED) && batch->change->want &&
	       !batch->labels && !batch->takes_labels && !batch->loses && table != outermost(around) && table != table_of(around);
}

/* Whether a batch that stays, from there to the end, must come after it. */
static bool is_awaited(const struct queue *queue, guint at, guint first, guint end, const bool *stays)
{
	const GPtrArray *before = batch_at(queue, at)->before;
	bool awaited = false;

	for (guint i = 0; i < before->len && !awaited; i++) {
		guint place = place_of(queue, before->pdata[i]);
		awaited = place > at && place < end && stays[place - first];
	}
	return awaited;
}

static void put(struct queue *queue, guint at, struct batch *batch)
{
	queue->batches->pdata[at] = batch;
	g_hash_table_insert(queue->places, batch, GUINT_TO_POINTER(at + 1));
}

/* Moves those between first and last that no batch there must come after to behind the last. */
static void clear_between(struct queue *queue, guint first, guint last)
{
	const struct change *around = batch_at(queue, first)->change;
	guint end = last + 1, at = first;
	g_autofree bool *stays = g_new0(bool, end - first);
	g_autoptr(GPtrArray) behind = g_ptr_array_new();

	for (guint i = end; i-- > first;)
		stays[i - first] = i == first || i == last || !is_movable(batch_at(queue, i), around) ||
				   is_awaited(queue, i, first, end, stays);
	for (guint i = first; i < end; i++)
		if (stays[i - first])
			put(queue, at++, queue->batches->pdata[i]);
		else
			g_ptr_array_add(behind, queue->batches->pdata[i]);
	for (guint i = 0; i < behind->len; i++)
		put(queue, at++, behind->pdata[i]);
}

/* The last batch of a change that re-creates what it drops; NULL: there is none. */
static const struct batch *find_last(const struct queue *queue, struct change *change)
{
	const struct batch *last = NULL;

	for (int stage = STAGE_UNDO + 1; stage < STAGE_LAST; stage++) {
		const struct batch *batch = change->batches[stage];
		if (batch && place_of(queue, batch) < queue->batches->len &&
			(!last || place_of(queue, batch) > place_of(queue, last)))
			last = batch;
	}
	return last;
}

void online_set_apart(GPtrArray *batches)
{
	g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL);
	g_autoptr(GPtrArray) undoing = g_ptr_array_new();
	struct queue queue = { batches, places };

	for (guint i = 0; i < batches->len; i++) {
		struct batch *batch = batches->pdata[i];
		g_hash_table_insert(places, batch, GUINT_TO_POINTER(i + 1));
		if (batch->stage == STAGE_UNDO && batch->steps->len && batch->change->want)
			g_ptr_array_add(undoing, batch);
	}
	for (guint i = 0; i < undoing->len; i++) {
		const struct batch *first = undoing->pdata[i], *last = find_last(&queue, first->change);
		if (last && place_of(&queue, last) > place_of(&queue, first) + 1)
			clear_between(&queue, place_of(&queue, first), place_of(&queue, last));
	}
}
