/* The PL/pgSQL block of a guard: fails where objects differ, and names them. */
#pragma once

#include <glib.h>

/* Statements that open a transaction with the same settings as the block; ends with NULL. */
extern const char *const same_opening[];

/*
 * Appends an expression: the digest of text, an SQL expression over a row of "seen" (what, words, schema, name, columns, number,
 * was). NULL where text is NULL.
 */
void same_digest_append(GString *out, const char *text);
/* The same digest of a text, computed here. Free it. */
char *same_digest(const char *text);

/*
 * The block, without semicolon: rows are those of seen, "('relation', ...), (...)", in which was is the expected digest of text.
 * Where one differs the error is message, followed by the words of all differing rows. Free it.
 */
char *same_block(const char *rows, const char *text, const char *message, const char *hint);
