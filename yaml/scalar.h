/*
 * Writes a text as a YAML scalar, so that every reader of YAML 1.1 or 1.2 reads it as that text. Texts are valid UTF-8 without NUL,
 * like PostgreSQL's.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* The parser accepts keys of up to 1024 characters, quotes included; longer ones need the explicit form, `? key`. */
enum { SCALAR_KEY_MAX = 1000 };

/* Whether the text, written without quotes, is read back unchanged by every version of YAML. */
bool scalar_is_plain(const char *text);

/* True for -12, 0, 7.5: decimal numbers that are printed again as the same text. */
bool scalar_is_number(const char *text);

/* Whether a literal block can contain the text byte for byte. */
bool scalar_fits_block(const char *text);

/* Appends the text on one line: plain if possible, else in double quotes. Good for keys and values. */
void scalar_write(GString *out, const char *text);

/*
 * Appends a literal block: the header, and the lines indented by so many blanks, 2 more than the key. The text must fit; ends in a
 * newline.
 */
void scalar_write_block(GString *out, const char *text, unsigned indent);
