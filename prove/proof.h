/*
 * Tries a plan on a scratch server in both directions: creates the old state, runs the plan's statements, compares the result with
 * a newly created new state, by our snapshots and by pg_dump; then runs the way back, and compares with the old state. Then the
 * same again with rows in the tables, which must survive.
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
 * The part of a snapshot that is tried: without subscriptions, which would connect elsewhere, and without versions of extensions
 * unless the server has them. A copy is added to copies, to be freed with snapshot_free().
 */
const struct snapshot *proof_adapt(const struct snapshot *, bool versions, GPtrArray *copies);

/*
 * The schemas between the transactions of an online plan: struct snapshot *, the old one first, then one after each; free it with
 * g_ptr_array_unref(). NULL with an error.
 */
GPtrArray *proof_states(struct scratch *, const struct proof_input *, GError **);
