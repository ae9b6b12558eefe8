/*
 * Names that may be qualified, taken apart and put together: `t`, `s.t`, `"S"."T"`. The manual's section 4.1.1 and, for operators, 4.1.3.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/*
 * Takes a text apart that is one name and nothing else; *schema is NULL where it is bare. Both are to be freed. False, and both
 * NULL, for other text.
 */
bool name_split(const char *text, char **schema, char **name);
/* The same of the name with which a text such as `s.f(integer)` or `s.t[]` begins, of which it gives the length; 0 for other text. */
size_t name_split_first(const char *text, char **schema, char **name);
/* The same of an operator, whose own name is never quoted: `s.=`. */
bool name_split_operator(const char *text, char **schema, char **symbol);
/* Whether the name with which a text begins tells its schema. */
bool name_is_qualified(const char *text);

/* The two as SQL has them, quoted where they have to be; the name alone where the schema is NULL. Free it. */
char *name_join(const char *schema, const char *name);
