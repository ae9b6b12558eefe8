/* Templates of dbaugment: {{what}} in a text. */
#pragma once

#include "cmd/augment_inside.h"

/* An error at a definition, or at the table; gives false. */
bool augment_fail(const struct augment *, const struct node *definition, GError **, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
bool augment_fail_table(const struct augment_table *, GError **, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The text of an entry of a map, or otherwise. */
const char *augment_text(const struct node *map, const char *key, const char *otherwise);
/* "; did you mean \"x\"?", the nearest key of the map, or "". Free it. */
char *augment_nearest(const char *key, const struct node *map);
/*
 * The text with {{what}} replaced: table_name by the table's name, where there is one; the key of a template by its text, and of a
 * column by its name, as SQL where quoted. NULL with an error at the definition for anything else. Free it.
 */
char *augment_expand(
	const struct augment *, const struct node *definition, const char *text, const char *table, bool quoted, GError **);
