/* Whether the schema is, after a change, what expect/ says. */
#pragma once

#include "migrate/transaction.h"

/*
 * In the transaction: where the environment asks for it and the change has the file, or, on the way down, where the fingerprint
 * before the change is known.
 */
bool expect_check(struct transaction *, struct failure *);
