/*
 * What a program says to people, on standard error: errors, warnings, progress; and whether in colour. Control characters, which
 * names may hold, are escaped on the way: no name moves the cursor.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

enum colour { COLOUR_NONE, COLOUR_BAD, COLOUR_CHANGED, COLOUR_GOOD };

/* when is "auto", "always", "never" or NULL for auto, else there is an error. The name before each message is g_get_prgname(). */
bool terminal_init(const char *when, bool quiet, GError **);

/* `db2yaml: text`, `db2yaml: warning: text`, `db2yaml: note: text`; the last two not when quiet. */
void terminal_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void terminal_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void terminal_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* `db2yaml: text`, also when quiet: what was asked for by --show-queries and -v. */
void terminal_tell(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * A line that the next message or progress replaces; only where standard error is a terminal, and not when quiet, nor where
 * NO_COLOR is set or TERM is "dumb", since it takes sequences of control characters. NULL clears it.
 */
void terminal_progress(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Columns of the terminal that the stream is; of another stream those of COLUMNS, or 80. */
int terminal_width(FILE *);

/* What starts and what ends a colour on that stream; "" where there is none. */
const char *terminal_colour(FILE *, enum colour);

/* The text with control characters as \n, \t or \u001b, so that it is one line. Bytes that are not UTF-8 become \xff. Free it. */
char *terminal_escape(const char *text);
