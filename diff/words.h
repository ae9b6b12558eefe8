/*
 * How statements begin, as patterns: words of SQL; @ is a name, perhaps qualified, and perhaps with ONLY before it, ... is anything.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The tokens of a name. */
struct words_name {
	guint first, behind;
};

/*
 * The index of the token behind what matches, which begins at token at and ends before end; 0: it does not match. names: struct
 * words_name, to which those of the pattern are appended, or NULL.
 */
guint words_match(const char *pattern, const GArray *tokens, guint at, guint end, GArray *names);
/* Behind a name; the same index where there is none. */
guint words_skip_name(const GArray *tokens, guint at);
/* The comma at which the part of a list that begins at a token ends, or the number of tokens. */
guint words_part_end(const GArray *tokens, guint at);
