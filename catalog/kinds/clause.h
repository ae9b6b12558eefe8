/* Finding the clauses of a statement that the server prints whole, where it has no function that prints them one by one. */
#pragma once

#include <stdbool.h>

struct pool;

/*
 * The text after the first such word outside parentheses; NULL when there is none, or none before the word `before` (NULL: no
 * limit). NULL for NULL.
 */
const char *clause_after(const char *text, const char *word, const char *before);

/* The text up to end (NULL: all) without blanks around it and without a final semicolon. */
const char *clause_trimmed(struct pool *, const char *text, const char *end);

/* The content of parentheses that enclose the whole text, ignoring blanks; NULL when none do. */
const char *clause_parenthesised(struct pool *, const char *text);

/* Whether the whole text is a function call: name(...), perhaps qualified. */
bool clause_is_call(const char *text);

/* The content of parentheses at the beginning of the text, ignoring blanks; NULL when it does not begin with them. */
const char *clause_in_parentheses(struct pool *, const char *text);
