/*
 * A plan made so that others can work meanwhile: steps that would go through all rows of a table under a lock which stops its users
 * are replaced by several that do not, see diff/online/forms.c, and the plan is divided into transactions. What cannot be replaced
 * stays, and a note tells it.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"
#include "diff/online/transaction.h"
#include "diff/steps.h"

/*
 * Arranges a plan whose steps are those of the batches, which are in order: fills plan->transactions, and orders plan->steps alike.
 */
void online_arrange(struct changes *, const GPtrArray *batches, struct plan *);
/* Makes a transaction, the first or the last, of a step that was put into the plan at that place. */
void online_put(struct plan *, guint at);
/* Makes a transaction, the last, of the steps that were appended to those of the plan. */
void online_put_rest(struct plan *);
