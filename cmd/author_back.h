/* Plans that undo the transactions of an online plan. */
#pragma once

#include "cmd/comparison.h"
#include "cmd/prove.h"

/*
 * For each transaction of the comparison's plan, the plan that undoes it: struct plan *; free it with g_ptr_array_unref(). The
 * schemas in between are read from a scratch server. NULL with an error.
 */
GPtrArray *author_back(const struct comparison *, const struct prove_options *, GError **);
