/* Texts as literals of Python. */
#pragma once

#include <glib.h>

/*
 * Appends the text, of UTF-8, as Python 3 reads it back, whatever is in it: a string in plain quotes, or, where it has several
 * lines, a string a line within parentheses, which the parser joins. The lines of the source are indented by so many blanks, but
 * for the first, and none depends on blanks at its end or on how lines end. What a reader does not see is escaped. See "Lexical
 * analysis" in the language's reference.
 */
void python_literal(GString *out, const char *text, size_t length, unsigned indent);
