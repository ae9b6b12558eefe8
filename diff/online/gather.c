/*
 * The batches of an online plan in another order: what is undone goes as late as others permit, and comes again as early, so that
 * little else happens in between and it is not away for long. What has to be committed before it can be used comes first.
 */
#include "diff/online/gather.h"

#include <stdlib.h>

#include "catalog/kinds.h"
#include "catalog/kinds/sequence.h"
#include "diff/online/apart.h"
#include "diff/order.h"

/* A place among the batches: of several with the same anchor, that which is less comes first. */
struct place {
	struct batch *batch;
	long anchor, offset;
	guint was;
};

static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->anchor != y->anchor)
		return x->anchor < y->anchor ? -1 : 1;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return x->was < y->was ? -1 : x->was > y->was;
}

/* What others, and clients, miss while it is away, and all of whose statements say what they wait for. */
static bool is_open(const struct change *change)
{
	const struct kind *kind = change_object(change)->kind;
	bool missed = kind_is(kind, TRAIT_CONSTRAINT | TRAIT_INDEX | TRAIT_FIRES | TRAIT_QUERY | TRAIT_MERGED) ||
		      kind == &policy_kind || kind == &sequence_kind || kind == &statistics_kind;

	return missed && change->want && change->batches[STAGE_UNDO] && !(change->parent && change->parent->aside);
}

/* The value of a sequence, which is known only once its column has it. */
static bool gives_value(const struct batch *batch)
{
	return batch->stage == STAGE_LATE && change_object(batch->change)->kind == &sequence_kind;
}

/* A sequence that is made for a column belongs to it: little else happens in between, too. */
static bool is_for_column(const struct batch *batch)
{
	const struct object *want = batch->change->want;

	return batch->stage == STAGE_MAKE && want && want->kind == &sequence_kind && ((const struct sequence *)want)->owner_table;
}

static GArray *places_new(const GPtrArray *batches, GHashTable *of)
{
	GArray *places = g_array_sized_new(false, false, sizeof(struct place), batches->len);

	for (guint i = 0; i < batches->len; i++) {
		struct place place = { batches->pdata[i], i, 0, i };
		g_array_append_val(places, place);
		g_hash_table_insert(of, place.batch, &g_array_index(places, struct place, i));
	}
	return places;
}

static bool is_policy(const struct batch *batch)
{
	return change_object(batch->change)->kind == &policy_kind;
}

/* The first policy that its table gets: rows are not to be without those that it had before. */
static const struct place *find_policy(const GArray *places, const struct place *gone)
{
	for (guint i = gone->was + 1; i < places->len; i++) {
		const struct place *place = &g_array_index(places, struct place, i);
		if (is_policy(place->batch) && place->batch->stage != STAGE_UNDO &&
			place->batch->change->parent == gone->batch->change->parent)
			return place;
	}
	return NULL;
}

/* Before the first of those that wait for it. */
static void delay(struct place *place, const GArray *places, GHashTable *of)
{
	const struct place *first = is_policy(place->batch) ? find_policy(places, place) : NULL;

	for (guint i = 0; i < place->batch->before->len; i++) {
		const struct place *waiter = g_hash_table_lookup(of, place->batch->before->pdata[i]);
		if (waiter && (!first || compare_places(waiter, first) < 0))
			first = waiter;
	}
	if (!first)
		return;
	place->anchor = first->anchor;
	place->offset = first->offset - 1;
}

/* Behind the last of those for which it waits; last: batches -> that. */
static void hasten(struct place *place, GHashTable *last)
{
	const struct place *behind = g_hash_table_lookup(last, place->batch);

	if (!behind && !place->batch->labels)
		return;
	place->anchor = behind ? behind->anchor : -1;
	place->offset = behind ? behind->offset + 1 : 0;
}

static void sort(GArray *places, GHashTable *of)
{
	qsort(places->data, places->len, sizeof(struct place), compare_places);
	for (guint i = 0; i < places->len; i++) {
		struct place *place = &g_array_index(places, struct place, i);
		*place = (struct place){ place->batch, i, 0, i };
		g_hash_table_insert(of, place->batch, place);
	}
}

GPtrArray *online_gather(const GPtrArray *batches)
{
	g_autoptr(GHashTable) of = g_hash_table_new(NULL, NULL), last = g_hash_table_new(NULL, NULL);
	g_autoptr(GArray) places = places_new(batches, of);
	GPtrArray *gathered = g_ptr_array_new();

	for (guint i = places->len; i-- > 0;) {
		struct place *place = &g_array_index(places, struct place, i);
		bool undoes = place->batch->stage == STAGE_UNDO && (is_open(place->batch->change) || is_policy(place->batch));
		if (undoes || is_for_column(place->batch))
			delay(place, places, of);
	}
	sort(places, of);
	for (guint i = 0; i < places->len; i++) {
		struct place *place = &g_array_index(places, struct place, i);
		if ((place->batch->stage != STAGE_UNDO && is_open(place->batch->change)) || gives_value(place->batch) ||
			place->batch->labels)
			hasten(place, last);
		for (guint b = 0; b < place->batch->before->len; b++) {
			const struct place *other = g_hash_table_lookup(last, place->batch->before->pdata[b]);
			if (!other || compare_places(other, place) < 0)
				g_hash_table_insert(last, place->batch->before->pdata[b], place);
		}
	}
	sort(places, of);
	for (guint i = 0; i < places->len; i++)
		g_ptr_array_add(gathered, g_array_index(places, struct place, i).batch);
	online_set_apart(gathered);
	return gathered;
}
