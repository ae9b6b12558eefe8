/*
 * A plan tried on a scratch server, both ways: the old state is built there, the statements of the way there are run, what comes of
 * them is compared with a freshly built new state, by our snapshots and by pg_dump; then the way back, compared with the old state.
 * Then all of it once more with rows in the tables, which must survive.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "prove/error.h"
#include "prove/proof_input.h"
#include "prove/scratch.h"

void proof_outcome_init(struct proof_outcome *);
void proof_outcome_clear(struct proof_outcome *);

/*
 * PROVE_UNPROVED: the plan fails, or does not lead where it should: the error has the statement, the server's message, or the
 * difference.
 */
bool proof_run(struct scratch *, const struct proof_input *, struct proof_outcome *, GError **);

/*
 * What of a snapshot is tried: without subscriptions, which would reach out, and versions of extensions unless the server has them.
 * Where that is a copy it is added to copies, to be freed with snapshot_free().
 */
const struct snapshot *proof_adapt(const struct snapshot *, bool versions, GPtrArray *copies);

/*
 * The schemas between the transactions of the way there, an online plan: struct snapshot *, the old one first, then one after each; to
 * be freed with g_ptr_array_unref. NULL with an error.
 */
GPtrArray *proof_states(struct scratch *, const struct proof_input *, GError **);
