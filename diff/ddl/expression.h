/* Expressions inside statements: putting them in parentheses where the grammar asks for these. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Whether the whole text is one group in parentheses: (a > 0), but not (a) AND (b). */
bool expression_is_parenthesised(const char *text);
/* Appends the text, in parentheses unless it already is. */
void expression_append_parenthesised(GString *out, const char *text);
