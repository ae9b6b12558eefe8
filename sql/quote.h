/* Writes names and values as SQL text that PostgreSQL reads back as the same names and values. */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/*
 * Follows section 4.1 of the manual, "Lexical Structure" (4.1.1 for names,
 * 4.1.2 for constants).
 *
 * Every quote_* function that takes a GString appends to it and keeps
 * nothing; the strings it takes are NUL-terminated, not NULL unless said so,
 * and stay the caller's. They are in the client encoding, which has to be an
 * ASCII superset such as UTF-8.
 *
 * Nothing is put before the quote: a caller that has just written a letter,
 * digit, "_" or "$" has to write a space first, or the server would read the
 * two as one token.
 */

/* Whether a name has to be in double quotes, on any PostgreSQL from 13 to 18. */
bool quote_needed(const char *name);

/* Appends the name, in double quotes when quote_needed(). */
void quote_identifier(GString *out, const char *name);

/* The same as a new string, to be freed with g_free(). */
char *quote_identifier_dup(const char *name);

/* Appends schema.name; only the name when the schema is NULL. */
void quote_qualified(GString *out, const char *schema, const char *name);

/*
 * Appends a string constant '...'. It relies on standard_conforming_strings
 * being on, so backslashes stay as they are.
 */
void quote_literal(GString *out, const char *text);

/*
 * Appends the text between dollar quotes: $$ if it can be, else $_$, else
 * the first of $a1$, $a2$... that does not end within the text.
 */
void quote_dollar(GString *out, const char *text);

/*
 * Appends the format with its conversions replaced:
 *
 *	%I	const char *, as quote_identifier()
 *	%L	const char *, as quote_literal()
 *	%D	const char *, as quote_dollar()
 *	%s	const char *, as it is: the caller vouches for it
 *	%d	int
 *	%%	a percent sign
 *
 * Another conversion is a bug of the caller and aborts.
 */
void quote_format(GString *out, const char *format, ...);
void quote_format_v(GString *out, const char *format, va_list arguments);

/*
 * Takes one identifier as it is written in SQL, length bytes, and gives the
 * name it stands for as a new string, to be freed with g_free(): "Ab""c" is
 * Ab"c, and Abc is abc. Names are not cut at the server's 63 bytes; U&"" is
 * for token_name() to read.
 */
char *quote_unquote_identifier(const char *text, size_t length);

/* The length of the identifier, bare or quoted, with which a text begins; a bare one ends at a blank. */
size_t quote_identifier_length(const char *text);
