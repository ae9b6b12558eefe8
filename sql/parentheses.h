/* Parentheses that mean nothing. */
#pragma once

/*
 * The text without parentheses that operator precedence makes redundant, by the manual's section 4.1.6, and with one blank between
 * tokens: two forms in which a server prints a query or an expression become equal. Do not run the result: (t).a is kept, but other
 * names may get another meaning. Free it with g_free().
 */
char *parentheses_settle(const char *text);
