/* Writes texts as Python literals. */
#pragma once

#include <glib.h>

/*
 * Appends the UTF-8 text as a Python 3 literal: a string in plain quotes, or, if it has several lines, one string a line in
 * parentheses, which the parser joins. Lines after the first are indented by so many blanks; no line depends on trailing blanks or
 * on the form of line ends. Invisible characters are escaped. See "Lexical analysis" in Python's reference.
 */
void python_literal(GString *out, const char *text, size_t length, unsigned indent);
