/*
 * Names that may be qualified, taken apart and put together: `t`, `s.t`, `"S"."T"`. The manual's section 4.1.1 and, for operators, 4.1.3.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Parses a text that is one name; *schema is NULL where it is unqualified. Free both. False, and both NULL, for other text. */
bool name_split(const char *text, char **schema, char **name);
/* The same for the name at the beginning of a text such as `s.f(integer)` or `s.t[]`; returns its length; 0 for other text. */
size_t name_split_first(const char *text, char **schema, char **name);
/* The same of an operator, whose own name is never quoted: `s.=`. */
bool name_split_operator(const char *text, char **schema, char **symbol);
/* Whether the name at the beginning of a text is qualified. */
bool name_is_qualified(const char *text);

/* schema.name, quoted where necessary; only the name where the schema is NULL. Free it. */
char *name_join(const char *schema, const char *name);
