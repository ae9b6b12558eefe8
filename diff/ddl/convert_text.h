/* The names of types, as format_type() prints them, taken apart. */
#pragma once

#include <stdbool.h>

/* The type without modifier and array brackets: "timestamp(3) without time zone" is "timestamp without time zone". Free it. */
char *convert_bare(const char *type, bool *array);
/* The numbers of "numeric(10,2)": precision and scale; -1 where they are not said. */
void convert_modifiers(const char *type, int *first, int *second);
