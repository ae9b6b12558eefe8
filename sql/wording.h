/* Whether two SQL texts differ only in how versions of the server print them. */
#pragma once

#include <stdbool.h>

/*
 * The same tokens in the same order, ignoring space and comments, parentheses, quotes of names, qualifiers, and casts. Such texts
 * usually mean the same, but not necessarily.
 */
bool wording_alike(const char *a, const char *b);
