/* Parentheses that mean nothing. */
#pragma once

/*
 * The text with the parentheses left out that its operators' precedence makes needless, by the manual's section 4.1.6, and one
 * blank between any two tokens: two forms in which a server prints a query or an expression give the same. Not to be run: what a
 * name in it means may depend on them, as in (t).a, which stays, but no more is promised. To be freed with g_free().
 */
char *parentheses_settle(const char *text);
