/* Following the hints of oldname. */
#include "diff/hint.h"

#include <glib.h>
#include <string.h>

enum { NONE = -1 };

struct hints {
	struct objects old, new;
	int *twin, *hinted; /* for each of new: which of old has its name, which a hint tells; NONE */
	bool *moves;	    /* whether that hint is followed */
	bool *certain;	    /* whether it is, as the new name is not there yet */
};

/* Whether an object was called name: the same but for the name, with the arguments of a routine. */
static bool was_called(const struct object *old, const char *name, const struct object *new)
{
	if (old->name != name || old->schema != new->schema)
		return false;
	return !g_str_has_prefix(old->identity, old->name) || !g_str_has_prefix(new->identity, new->name) ||
	       strcmp(old->identity + strlen(old->name), new->identity + strlen(new->name)) == 0;
}

static int find_hinted(const struct hints *hints, size_t at)
{
	const struct object *new = hints->new.items[at];

	for (size_t i = 0; i < hints->old.count; i++) {
		const struct object *old = hints->old.items[i];
		if ((new->oldname &&was_called(old, new->oldname, new)) ||
			(old->oldname == new->name &&was_called(old, old->name, new)))
			return (int)i != hints->twin[at] ? (int)i : NONE;
	}
	return NONE;
}

static void hints_init(struct hints *hints, struct objects old, struct objects new, const struct object **twins)
{
	*hints = (struct hints){ .old = old, .new = new };
	hints->twin = g_new(int, new.count + 1);
	hints->hinted = g_new(int, new.count + 1);
	hints->moves = g_new0(bool, new.count + 1);
	hints->certain = g_new0(bool, new.count + 1);
	for (size_t i = 0; i < new.count; i++) {
		hints->twin[i] = NONE;
		for (size_t o = 0; twins[i] && o < old.count; o++)
			if (old.items[o] == twins[i])
				hints->twin[i] = (int)o;
		hints->hinted[i] = find_hinted(hints, i);
		hints->moves[i] = hints->hinted[i] != NONE;
	}
}

static void hints_clear(struct hints *hints)
{
	g_free(hints->twin);
	g_free(hints->hinted);
	g_free(hints->moves);
	g_free(hints->certain);
}

/* Which of new has the name of one of old, or is made of it by its hint. */
static int named_as(const struct hints *hints, int old)
{
	for (size_t i = 0; i < hints->new.count; i++)
		if (old != NONE && hints->twin[i] == old)
			return (int)i;
	return NONE;
}

static int mover_of(const struct hints *hints, int old)
{
	for (size_t i = 0; i < hints->new.count; i++)
		if (hints->moves[i] && hints->hinted[i] == old)
			return (int)i;
	return NONE;
}

/*
 * Without what it was called nothing is lost: one of that name is wanted no more, or is another now; and what has the new name goes
 * on under another.
 */
static bool can_move(const struct hints *hints, size_t at)
{
	int heir = named_as(hints, hints->hinted[at]);

	if (mover_of(hints, hints->hinted[at]) != (int)at)
		return false;
	if (hints->twin[at] != NONE && mover_of(hints, hints->twin[at]) == NONE)
		return false;
	return heir == NONE || hints->moves[heir];
}

static void prune(struct hints *hints)
{
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < hints->new.count; i++)
			if (hints->moves[i] && !can_move(hints, i)) {
				hints->moves[i] = false;
				more = true;
			}
	}
}

/* Those that make room for what is certain are certain too. */
static void find_certain(struct hints *hints)
{
	for (size_t i = 0; i < hints->new.count; i++)
		for (int at = hints->moves[i] && hints->twin[i] == NONE ? (int)i : NONE; at != NONE && !hints->certain[at];
			at = named_as(hints, hints->hinted[at]))
			hints->certain[at] = true;
}

unsigned hints_unlikeness(const struct object *old, const struct object *new)
{
	unsigned count = old->comment != new->comment;

	for (const struct attribute *row = new->kind->attributes; row->name; row++)
		count += !row->incidental && !attribute_equal(row, old, new);
	for (size_t k = 0; new->kind->parts &&new->kind->parts[k]; k++) {
		struct parts had = old->parts[k], has = new->parts[k];
		bool by_place = new->kind->parts[k]->shape == PART_PLAIN;
		size_t same = 0;
		for (size_t i = 0; i < has.count; i++) {
			const struct object *part =
				by_place ? (i < had.count && had.items[i]->name == has.items[i]->name ? had.items[i] : NULL)
					 : object_part(old, new->kind->parts[k], has.items[i]->name);
			same += part != NULL;
			count += part ? hints_unlikeness(part, has.items[i]) : 1;
		}
		count += (unsigned)(had.count - same);
	}
	return count;
}

/* The same with the places in an ordered list, which a renamed column keeps. */
static unsigned misfit(const struct hints *hints, size_t new, int old)
{
	bool ordered = hints->new.items[new]->kind->shape == PART_LIST && hints->new.items[new]->parent;

	return hints_unlikeness(hints->old.items[old], hints->new.items[new]) + (ordered && (size_t)old != new);
}

/* Names that go round: nothing but what the objects are tells whether they have gone round already. */
static void decide_circle(struct hints *hints, int start)
{
	unsigned moved = 0, stayed = 0;
	int at = start;

	do {
		moved += misfit(hints, at, hints->hinted[at]);
		stayed += misfit(hints, at, hints->twin[at]);
		hints->certain[at] = true;
		at = named_as(hints, hints->hinted[at]);
	} while (at != start);
	if (moved < stayed)
		return;
	do {
		hints->moves[at] = false;
		at = named_as(hints, hints->hinted[at]);
	} while (at != start);
}

void hints_follow(struct objects old, struct objects new, const struct object **twins)
{
	struct hints hints;

	hints_init(&hints, old, new, twins);
	prune(&hints);
	find_certain(&hints);
	for (size_t i = 0; i < new.count; i++)
		if (hints.moves[i] && !hints.certain[i])
			decide_circle(&hints, (int)i);
	for (size_t i = 0; i < new.count; i++)
		if (hints.moves[i])
			twins[i] = old.items[hints.hinted[i]];
		else if (hints.twin[i] != NONE && mover_of(&hints, hints.twin[i]) != NONE)
			twins[i] = NULL;
	hints_clear(&hints);
}
