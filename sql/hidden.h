/* Characters that a reader does not see, or that change how others are seen. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Whether the character is invisible: controls, line and paragraph separators, marks of writing direction, joiners, fillers, tags
 * and the like: Unicode's general categories Cc, Cf, Zl and Zp with Default_Ignorable_Code_Point, except the variation selectors
 * used by emojis. It is a table, so that every machine gives the same answer.
 */
bool character_is_hidden(gunichar);

/* Whether a text of UTF-8 has one other than tab and newline. */
bool text_has_hidden(const char *text, size_t length);

/*
 * The text as one line in which everything is visible:
 * , \t and \u001b for invisible characters, \xff for bytes that are not UTF-8. Free it.
 */
char *text_visible(const char *text);
