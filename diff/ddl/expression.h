/* Expressions inside statements: parentheses where the grammar asks for these, and keys. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Whether the whole text is one group in parentheses: (a > 0), but not (a) AND (b). */
bool expression_is_parenthesised(const char *text);
/* Appends the text, in parentheses unless it already is. */
void expression_append_parenthesised(GString *out, const char *text);
/*
 * Appends a key of an index or of PARTITION BY: a column's name, or an expression where type tells so, with COLLATE and an operator
 * class, which are SQL; NULL: none.
 */
void expression_append_key(GString *out, const char *name, const char *type, const char *collation, const char *opclass);
