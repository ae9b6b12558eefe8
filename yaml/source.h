/*
 * Reads the bytes of a document in pieces, and refuses one over 256 MB, not in UTF-8, with NUL or another character that YAML does
 * not allow unescaped, or with a conflict marker of a merge.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { SOURCE_MAX = 256 * 1024 * 1024 };

struct source {
	const char *name; /* for messages */
	FILE *file;
	size_t bytes, since_event; /* read so far; since the caller set it to 0 */
	unsigned line, column;	   /* of the next byte to check */
	unsigned run;		   /* the current line begins with so many of the character in marker */
	unsigned char marker;
	unsigned char carry[4]; /* the beginning of a character that continues in the next piece */
	size_t carried;
};

/* False with an error for a regular file that is too large. Name and file are not owned. */
bool source_init(struct source *, const char *name, FILE *, GError **);

/* Reads up to size bytes, at least 16; *got is 0 at the end. A leading byte order mark is skipped. False with an error. */
bool source_read(struct source *, unsigned char *buffer, size_t size, size_t *got, GError **);
