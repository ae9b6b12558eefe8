/* The tokens of a text as an array, to look ahead or back. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "sql/token.h"

/* All tokens (struct token) that are neither space nor comment; they point into the text. Free it with g_array_unref(). */
GArray *tokens_of(const char *text);
/* The token with that index; a TOKEN_END after the last one. */
const struct token *tokens_at(const GArray *, guint index);
/* Whether the token with that index follows a dot; whether it comes before one, and after none: the first of several names. */
bool tokens_follow_dot(const GArray *, guint index);
bool tokens_before_dot(const GArray *, guint index);
/* The index of the bracket that closes the one at open; their number when none does. */
guint tokens_closing(const GArray *, guint open);
/* The index after the closing bracket; the number of tokens if there is nothing after it. */
guint tokens_skip(const GArray *, guint open);
/*
 * The same for every token at once, for texts with deeply nested brackets: the index (guint) after the bracketed group, or the
 * single token, that begins there. Free it with g_array_unref().
 */
GArray *tokens_skips(const GArray *);
