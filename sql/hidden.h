/* Characters that a reader does not see, or that change how others are seen. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Controls, line and paragraph separators, what turns the direction of writing, joiners, fillers, tags and the like: Unicode's
 * general categories Cc, Cf, Zl and Zp with Default_Ignorable_Code_Point, but for the variation selectors that emojis have. A
 * table, so that every machine gives the same answer.
 */
bool character_is_hidden(gunichar);

/* Whether a text of UTF-8 has one other than tab and newline. */
bool text_has_hidden(const char *text, size_t length);

/*
 * The text as one line that shows all that is in it: \n, \t and \u001b for what a reader does not see, \xff for bytes that are not
 * UTF-8. Free it.
 */
char *text_visible(const char *text);
