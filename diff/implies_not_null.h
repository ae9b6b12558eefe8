/* Expressions that say that a column is not NULL. */
#pragma once

#include <stdbool.h>

/* Whether rows for which the expression, that of a check, is true have a value in the column, as the server sees it. */
bool implies_not_null(const char *expression, const char *column);
