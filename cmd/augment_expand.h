/* Expands the templates of dbaugment, {{name}} in a text. */
#pragma once

#include "cmd/augment_inside.h"

/* Sets an error that names the definition, or the table; returns false. */
bool augment_fail(const struct augment *, const struct node *definition, GError **, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
bool augment_fail_table(const struct augment_table *, GError **, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The text of an entry of a map; otherwise, if it has no such entry. */
const char *augment_text(const struct node *map, const char *key, const char *otherwise);
/* "; did you mean \"x\"?" with the nearest key of the map, or "". Free it. */
char *augment_nearest(const char *key, const struct node *map);
/*
 * The text with each {{name}} replaced: table_name by the table's name, if any; the key of a template by its text, and of a column
 * by its name, quoted for SQL where the text is quoted. NULL with an error that names the definition for any other name. Free it.
 */
char *augment_expand(
	const struct augment *, const struct node *definition, const char *text, const char *table, bool quoted, GError **);
