/* What the files of this folder share beside forms. */
#pragma once

#include <glib.h>

#include "diff/online/form.h"

/* A statement of the plan in the making. */
struct online_item {
	struct step *step;
	enum online_how how;
	bool formed; /* it is a piece of a form */
	const struct batch *batch;
};

/* The same batches, those of what is undone and made again close to each other. */
GPtrArray *online_gather(const GPtrArray *batches);
/* Divides the items into transactions, which are appended. */
void online_divide(const struct changes *, const GArray *items, GPtrArray *transactions);
/* The table that others use and that an object is, or is part of; NULL: there is none. */
struct change *online_table(const struct changes *, const struct object *);
/* The strongest lock that is in the way of others, which a statement takes on the table that it is about, and what it does there. */
const char *online_lock(const struct changes *, const struct step *, unsigned *work);
/* The statement that takes the locks of steps which run in one transaction; NULL: none is in the way of others. Free it. */
char *online_lock_first(const struct changes *, const GPtrArray *steps);
/* Whether others wait for a statement that locks a second table, too. */
bool online_locks_two(const struct step *);
/* Tells what goes on being in the way of others. */
void online_note(const struct changes *, struct plan *, const GArray *items);
