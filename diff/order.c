/* Batches of statements, and the order in which they run. */
#include "diff/order.h"

#include <stdlib.h>

#include "catalog/kinds.h"

/* The change whose batch serves: that of CREATE TABLE for its columns. */
static struct change *speaker(struct change *change, enum stage stage)
{
	struct change *other = change;

	for (; other; other = stage == STAGE_MAKE ? change->made_by : stage == STAGE_UNDO ? change->undone_by : NULL)
		change = other;
	return change;
}

void step_free(gpointer data)
{
	struct step *step = data;

	g_free(step->sql);
	if (step->with)
		g_ptr_array_unref(step->with);
	g_free(step);
}

struct batch *batch_find(struct change *change, enum stage stage)
{
	return change ? speaker(change, stage)->batches[stage] : NULL;
}

struct batch *batch_of(struct change *change, enum stage stage)
{
	change = speaker(change, stage);
	if (!change->batches[stage]) {
		struct batch *batch = g_new0(struct batch, 1);
		batch->change = change;
		batch->stage = stage;
		batch->steps = g_ptr_array_new_with_free_func(step_free);
		batch->before = g_ptr_array_new();
		change->batches[stage] = batch;
	}
	return change->batches[stage];
}

static const struct object *because(const struct change *change)
{
	const struct change *root = change_root(change);

	return root ? change_object(root) : NULL;
}

struct step *batch_add(struct batch *batch, char *sql)
{
	struct step *step = g_new0(struct step, 1);

	step->sql = sql;
	step->object = change_object(batch->change);
	step->had = change_whole(batch->change)->have;
	step->because = because(batch->change);
	g_ptr_array_add(batch->steps, step);
	return step;
}

void batch_free(struct batch *batch)
{
	if (!batch)
		return;
	g_ptr_array_unref(batch->steps);
	g_ptr_array_unref(batch->before);
	if (batch->labels)
		g_ptr_array_unref(batch->labels);
	g_free(batch->tried);
	g_free(batch);
}

struct batch *batch_undoing(struct change *change)
{
	struct change *speaker = change;

	while (speaker->undone_by)
		speaker = speaker->undone_by;
	return batch_find(change, STAGE_UNDO) && speaker->emptied ? batch_find(speaker, STAGE_MAKE)
								  : batch_find(change, STAGE_UNDO);
}

void batch_before(struct batch *first, struct batch *second)
{
	if (!first || !second || first == second)
		return;
	g_ptr_array_add(first->before, second);
	second->waiting++;
}

/*
 * The order where dependencies permit several: first what drops, in reverse of the order in which a database is built; then what
 * creates, in that order; then what completes; last what loses data.
 */
static int compare_ranks(const void *a, const void *b)
{
	const struct batch *x = *(struct batch *const *)a, *y = *(struct batch *const *)b;

	if (x->loses != y->loses)
		return x->loses ? 1 : -1;
	if (x->stage != y->stage)
		return x->stage < y->stage ? -1 : 1;
	const struct object *p = change_object(x->change), *q = change_object(y->change);
	int order = object_compare(&p, &q);
	return x->stage == STAGE_UNDO ? -order : order;
}

/* A binary heap of batches by rank. */
static void heap_push(GPtrArray *heap, struct batch *batch)
{
	guint at = heap->len;

	g_ptr_array_add(heap, batch);
	while (at && ((struct batch *)heap->pdata[(at - 1) / 2])->rank > batch->rank) {
		heap->pdata[at] = heap->pdata[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	heap->pdata[at] = batch;
}

static struct batch *heap_pop(GPtrArray *heap)
{
	struct batch *top = heap->pdata[0], *last = heap->pdata[heap->len - 1];
	guint at = 0;

	g_ptr_array_set_size(heap, (gint)heap->len - 1);
	for (guint child; (child = 2 * at + 1) < heap->len; at = child) {
		if (child + 1 < heap->len &&
			((struct batch *)heap->pdata[child + 1])->rank < ((struct batch *)heap->pdata[child])->rank)
			child++;
		if (((struct batch *)heap->pdata[child])->rank >= last->rank)
			break;
		heap->pdata[at] = heap->pdata[child];
	}
	if (heap->len)
		heap->pdata[at] = last;
	return top;
}

/* Follows waiting batches from one of them until one comes again; what was passed on the way there is no part of the circle. */
static GPtrArray *follow(GHashTable *waiters, struct batch *at)
{
	GPtrArray *path = g_ptr_array_new();

	for (guint start; at && !at->done; at = g_hash_table_lookup(waiters, at)) {
		if (g_ptr_array_find(path, at, &start)) {
			g_ptr_array_remove_range(path, 0, start);
			return path;
		}
		g_ptr_array_add(path, at);
	}
	g_ptr_array_unref(path);
	return NULL;
}

/* Circles that share no batch: all that many pairs of views make, each of which needs the other, are found at once. */
static GPtrArray *find_circles(GPtrArray *batches)
{
	GPtrArray *circles = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	g_autoptr(GHashTable) waiters = g_hash_table_new(NULL, NULL); /* batch -> an undone batch that it waits for */

	for (guint i = 0; i < batches->len; i++) {
		struct batch *batch = batches->pdata[i];
		for (guint b = 0; !batch->done && b < batch->before->len; b++)
			if (!((struct batch *)batch->before->pdata[b])->done)
				g_hash_table_insert(waiters, batch->before->pdata[b], batch);
	}
	for (guint i = 0; i < batches->len; i++) {
		struct batch *batch = batches->pdata[i];
		GPtrArray *circle = batch->done ? NULL : follow(waiters, batch);
		/* nobody goes this way again: neither from here nor through the circle */
		for (struct batch *at = batch; at && !at->done; at = g_hash_table_lookup(waiters, at))
			at->done = true;
		if (circle)
			g_ptr_array_add(circles, circle);
	}
	return circles;
}

bool order_sort(GPtrArray *batches, GPtrArray **circles)
{
	g_autoptr(GPtrArray) heap = g_ptr_array_new();
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();

	g_ptr_array_sort(batches, compare_ranks);
	for (guint i = 0; i < batches->len; i++) {
		struct batch *batch = batches->pdata[i];
		batch->rank = i;
		batch->done = false;
		if (!batch->waiting)
			heap_push(heap, batch);
	}
	while (heap->len) {
		struct batch *batch = heap_pop(heap);
		batch->done = true;
		g_ptr_array_add(sorted, batch);
		for (guint i = 0; i < batch->before->len; i++) {
			struct batch *next = batch->before->pdata[i];
			if (--next->waiting == 0)
				heap_push(heap, next);
		}
	}
	if (sorted->len < batches->len) {
		*circles = find_circles(batches);
		return false;
	}
	for (guint i = 0; i < batches->len; i++)
		batches->pdata[i] = sorted->pdata[i];
	return true;
}
