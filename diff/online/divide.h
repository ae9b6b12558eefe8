/* Which statements of an online plan are committed together. */
#pragma once

#include <glib.h>

#include "diff/online/item.h"

/* Divides the items into transactions, which are appended. */
void online_divide(const struct changes *, const GArray *items, GPtrArray *transactions);
