/* Walks an SQL script statement by statement. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "sql/lexer.h"

/*
 * Follows section 4.1 of the manual, "Lexical Structure" (a command ends at
 * a semicolon), and the CREATE FUNCTION, CREATE PROCEDURE and CREATE RULE
 * pages for the semicolons that do not end one: those within parentheses and
 * those between BEGIN ATOMIC and its END.
 *
 * Of psql's language only plain SQL is read: backslash commands and the rows
 * after COPY FROM STDIN are errors.
 */

enum split_error {
	SPLIT_ERROR_TOKEN,	  /* an unterminated quote or comment, or a NUL */
	SPLIT_ERROR_META_COMMAND, /* a backslash outside quotes */
};

#define SPLIT_ERROR split_error_quark()
GQuark split_error_quark(void);

struct statement {
	const char *start; /* its first token, in the script */
	size_t length;	   /* to the end of its last; no semicolon */
	size_t line;	   /* of its first token, from 1 */
};

struct splitter {
	struct lexer lexer;
	const char *counted; /* up to where line has been counted */
	size_t line;
	bool failed;
	const char *place, *problem; /* where and why it failed */
};

/* Starts on length bytes of text, kept by reference; NULL if there are none. */
void splitter_init(struct splitter *splitter, const char *text, size_t length);

/*
 * Fills *statement with the next statement that is not empty and gives true.
 * Gives false at the end, leaving *error alone, and on what cannot be split,
 * setting *error to a message that names the line; then no more follows.
 */
bool splitter_next(struct splitter *splitter, struct statement *statement, GError **error);
