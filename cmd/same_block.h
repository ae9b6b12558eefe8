/* The block of PL/pgSQL that fails where objects are not what they are to be, and names them. */
#pragma once

#include <glib.h>

/* Statements that open a transaction in which the server prints facts as the block has them printed; ends in NULL. */
extern const char *const same_opening[];

/*
 * Appends an expression: the digest of that text, an SQL expression over a row of "seen" (what, words, schema, name, columns,
 * number, was). NULL of NULL.
 */
void same_digest_append(GString *out, const char *text);
/* The same digest of a text of ours. Free it. */
char *same_digest(const char *text);

/*
 * The block, without semicolon: rows are those of seen, "('relation', ...), (...)", was being what the digest of text has to be.
 * Where it is another one the message is the error's, followed by the words of each such row. Free it.
 */
char *same_block(const char *rows, const char *text, const char *message, const char *hint);
