/* Canonicalises types in argument lists and function results. */
#pragma once

#include "sql/type_name.h"

/*
 * A list of arguments, [mode] [name] type [DEFAULT value], with its types as type_settle() gives them; there they have no length or
 * precision. The mode IN is left out. Free it.
 */
char *type_settle_arguments(const char *text);
/* The same for a function's result: a type, SETOF type, TABLE(name type, ...). */
char *type_settle_result(const char *text);
/* Whether it is the mode of an argument: IN, OUT, INOUT, VARIADIC. */
bool type_is_mode(const struct token *);
