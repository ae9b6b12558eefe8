/* Writes the log of a finished change in its transaction: state, applied, attempt, assertions; and the next change's attempt. */
#pragma once

#include "migrate/transact.h"

/*
 * Writes the rows and commits; begins the next change with that, if possible. The state is updated only from that where the change
 * began (compare and swap). False with the failure.
 */
bool record(struct transaction *, struct failure *);

/*
 * Reads the values that the precondition passes to the postcondition, as JSON; *contract is unchanged where there are none. Runs in
 * the transaction.
 */
bool record_contract(const struct transaction *, char **contract, GError **);
