/* Names of pg_catalog in any database: unqualified, they mean the built-in object. */
#pragma once

#include <stdbool.h>

/* Whether it is a type, as in the beginning of format_type(): "character" of character varying. */
bool pyrseas_is_builtin_type(const char *name);
/* Whether it is an operator's name; operands decide which operator it is. */
bool pyrseas_is_builtin_operator(const char *name);
