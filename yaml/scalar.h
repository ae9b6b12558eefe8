/*
 * How one text is written as a YAML scalar, so that no reader of YAML 1.1 or 1.2 takes it for anything but that text. Texts are
 * valid UTF-8 without NUL, as PostgreSQL's are.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* The parser takes a key of 1024 characters, quotes included; what is longer needs the explicit form, `? key`. */
enum { SCALAR_KEY_MAX = 1000 };

/* True when the text, written without quotes, is read back as that text, by whatever version of YAML. */
bool scalar_is_plain(const char *text);

/* True for -12, 0, 7.5: what YAML reads as a decimal number and what is printed again as the same text. */
bool scalar_is_number(const char *text);

/* True when a literal block can hold the text byte for byte. */
bool scalar_fits_block(const char *text);

/* Appends the text on one line: plain if possible, else in double quotes. Good for keys and values. */
void scalar_write(GString *out, const char *text);

/*
 * Appends a literal block: the header, and the lines indented by that many blanks, which is 2 more than the key's own indentation.
 * The text must fit; ends in a newline.
 */
void scalar_write_block(GString *out, const char *text, unsigned indent);
