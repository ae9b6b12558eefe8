/*
 * The log's rows of a change that is done, in its own transaction: state, applied, attempt, assertions; and the attempt at the next
 * one.
 */
#pragma once

#include "migrate/transact.h"

/*
 * Writes them and commits; with that the next change begins, where it can. The state moves only from where the change began
 * (compare and swap).
 */
bool record(struct transaction *, struct failure *);

/*
 * What the precondition has left for the postcondition, as JSON; *contract stays as it is where that is nothing. In the
 * transaction.
 */
bool record_contract(const struct transaction *, char **contract, GError **);
