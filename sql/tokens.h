/* The tokens of a text as an array, for what has to look ahead or back. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "sql/token.h"

/* All tokens (struct token) that are neither space nor comment; they point into the text. Free it with g_array_unref(). */
GArray *tokens_of(const char *text);
/* The token of that index; a TOKEN_END behind the last one. */
const struct token *tokens_at(const GArray *, guint index);
/* Whether the token of that index stands behind a dot; whether it stands before one, and behind none: the first of several names. */
bool tokens_follow_dot(const GArray *, guint index);
bool tokens_before_dot(const GArray *, guint index);
/* The index of the bracket that closes the one at open; their number when none does. */
guint tokens_closing(const GArray *, guint open);
/* The index behind it; their number when there is nothing behind it. */
guint tokens_skip(const GArray *, guint open);
/*
 * The same of every token at once, for texts with many brackets in one another: the index behind what begins there, a bracket with
 * all that is in it or the token alone (guint). Free it with g_array_unref().
 */
GArray *tokens_skips(const GArray *);
