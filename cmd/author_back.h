/* The way back of the transactions of an online plan, one by one. */
#pragma once

#include "cmd/comparison.h"
#include "cmd/prove.h"

/*
 * For each transaction of the comparison's plan the plan that takes it back, struct plan *, to be freed with g_ptr_array_unref: the
 * schemas in between are found on a scratch server. NULL with an error.
 */
GPtrArray *author_back(const struct comparison *, const struct prove_options *, GError **);
