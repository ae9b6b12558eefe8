/* Expressions that imply that a column is not NULL. */
#pragma once

#include <stdbool.h>

/* Whether rows for which the check's expression is true have a value in the column, as the server can deduce. */
bool implies_not_null(const char *expression, const char *column);
