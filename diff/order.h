/* Batches of statements, and the order in which they run: dependencies first, then the place in kinds.h, schema and name. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"
#include "diff/steps.h"

/* All statements of one change in one stage; they run together. */
struct batch {
	struct change *change;
	enum stage stage;
	GPtrArray *steps;  /* struct step * */
	GPtrArray *labels; /* char *, of enums: what later batches can use only after COMMIT; NULL: nothing */
	/* of the sort */
	GPtrArray *before; /* batches that wait for this one */
	unsigned waiting, rank;
	bool takes_labels; /* any label of an enum may be among the values that its statements read as text */
	bool loses;	   /* data: it runs as late as others permit */
	char *tried;	   /* what is not there where rows refuse the statements, see diff/way_back.h; NULL: they must not fail */
	bool done;
};

/* The batch of a change in a stage, made when it is not there yet. A part that its parent makes or drops shares the parent's. */
struct batch *batch_of(struct change *, enum stage);
/* The same, or NULL where there is none, or no change. */
struct batch *batch_find(struct change *, enum stage);
/*
 * The batch after which what the change's object was is gone for good: a view that is emptied first goes with the stage after.
 * NULL: it never goes.
 */
struct batch *batch_undoing(struct change *);
/* Adds a step of that statement, which the batch then owns. */
struct step *batch_add(struct batch *, char *sql);
void batch_free(struct batch *);
/* Of a struct step *, as the free function of an array. */
void step_free(gpointer);
/* first runs before second; nothing when one of them is NULL or both are the same. */
void batch_before(struct batch *first, struct batch *second);

/*
 * Sorts batches in place. False when some wait for each other: *circles is then a list of circles, at least one, that share no
 * batch; each is a list of struct batch *, of which one waits for the next, and the last for the first. Freed by g_ptr_array_unref.
 */
bool order_sort(GPtrArray *batches, GPtrArray **circles);
