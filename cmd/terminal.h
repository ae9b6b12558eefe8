/*
 * Prints messages for the user on standard error: errors, warnings, progress; in colour on request. Control characters, which names
 * may contain, are escaped: no name can move the cursor.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

enum colour { COLOUR_NONE, COLOUR_BAD, COLOUR_CHANGED, COLOUR_GOOD };

/* when is "auto", "always", "never" or NULL for auto; false with an error otherwise. g_get_prgname() comes before each message. */
bool terminal_init(const char *when, bool quiet, GError **);

/* `db2yaml: text`, `db2yaml: warning: text`, `db2yaml: note: text`; the last two are not printed when quiet. */
void terminal_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void terminal_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void terminal_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* `db2yaml: text`, even when quiet: output of --show-queries and -v. */
void terminal_tell(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * A line that the next message or progress replaces. Printed only where standard error is a terminal that supports escape sequences
 * (NO_COLOR is not set, TERM is not "dumb"), and not when quiet. NULL clears it.
 */
void terminal_progress(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The width of the stream's terminal; for other streams COLUMNS, or 80. */
int terminal_width(FILE *);

/* The escape sequence that starts a colour on that stream, or ends it; "" where colours are off. */
const char *terminal_colour(FILE *, enum colour);

/*
 * The text with control characters as
 * , \t or \u001b, on one line. Bytes that are not UTF-8 become \xff. Free it.
 */
char *terminal_escape(const char *text);
