/* Cuts SQL text into tokens by PostgreSQL's lexical rules. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "sql/token.h"

/*
 * Follows section 4.1 of the manual, "Lexical Structure", as of PostgreSQL
 * 18 (hexadecimal, octal and binary numbers and underscores in numbers came
 * with 16; where an older server would refuse them, nothing else changes).
 * standard_conforming_strings is taken to be on.
 *
 * The lexer allocates nothing and never fails: the tokens, joined, are the
 * text, whatever its bytes are. What no server can read is a TOKEN_ERROR,
 * which goes to the end of the text, or a stray TOKEN_PUNCTUATION byte.
 *
 * - A string continued on the next line ('a' newline 'b') is two tokens; the
 *   second has the escapes of the first.
 * - U&'...' UESCAPE '!' is three tokens beside its space.
 * - A byte-order mark is a letter, but at the very start of a file, which psql
 *   reads without it: there it is space.
 */

struct lexer {
	const char *start; /* of the text */
	const char *at;	   /* where the next token starts */
	const char *end;   /* of the text */
	bool file;	   /* a byte-order mark at its start is space */
	bool escapes;	   /* the last string was E'', or continued one */
	bool newline;	   /* and a newline has followed it */
};

/* Starts on length bytes of text, kept by reference; NULL if there are none. */
void lexer_init(struct lexer *lexer, const char *text, size_t length);

/* The same of a whole file. */
void lexer_init_file(struct lexer *lexer, const char *text, size_t length);

/* The next token, space and comments included; TOKEN_END for ever after the last. */
struct token lexer_next(struct lexer *lexer);

/* The next token that is neither space nor a comment. */
struct token lexer_next_significant(struct lexer *lexer);
