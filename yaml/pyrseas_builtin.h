/* Names that are pg_catalog's in any database: a bare one means nothing else, in a document of Pyrseas as anywhere. */
#pragma once

#include <stdbool.h>

/* Of a type, as format_type() begins it: "character" of character varying. */
bool pyrseas_is_builtin_type(const char *name);
/* Of an operator: which one such a name means, its operands tell. */
bool pyrseas_is_builtin_operator(const char *name);
