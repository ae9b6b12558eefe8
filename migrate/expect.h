/* Compares the schema after a change with expect/. */
#pragma once

#include "migrate/transaction.h"

/*
 * Runs in the transaction, if the environment asks for it and the change has the file; for down also where the fingerprint before
 * the change is known. False with the failure.
 */
bool expect_check(struct transaction *, struct failure *);
