/* Whether two SQL texts are the same but for what servers of different versions print in different ways. */
#pragma once

#include <stdbool.h>

/*
 * The same tokens in the same order, apart from space and comments, parentheses, quotes of names, names before a dot, and casts.
 * Such texts mostly mean the same; that they do is not said.
 */
bool wording_alike(const char *a, const char *b);
