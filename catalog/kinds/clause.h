/* Finding the clauses of a statement that the server prints whole, where it has no function that prints them one by one. */
#pragma once

#include <stdbool.h>

struct pool;

/*
 * The text after the first such word that is not inside parentheses, or NULL when there is none, or none before the word `before`
 * (NULL: no limit). NULL gives NULL.
 */
const char *clause_after(const char *text, const char *word, const char *before);

/* The text up to end (NULL: all) without blanks around it and without a final semicolon. */
const char *clause_trimmed(struct pool *, const char *text, const char *end);

/* What is inside the parentheses that enclose the whole text, blanks aside; NULL when none do. */
const char *clause_parenthesised(struct pool *, const char *text);

/* Whether the whole text is a function call: name(...), perhaps qualified. */
bool clause_is_call(const char *text);

/* What is inside the parentheses that the text begins with, blanks before them aside; NULL when it does not begin so. */
const char *clause_in_parentheses(struct pool *, const char *text);
