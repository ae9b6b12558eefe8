/*
 * The bytes of a document: read in pieces, and refused as soon as they cannot be a schema: over 256 MB, not UTF-8, a NUL or another
 * character that YAML does not let stand as it is, a line that a merge has left to mark a conflict.
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
	size_t bytes, since_event; /* read so far; since whoever reads set it to 0 */
	unsigned line, column;	   /* of the next byte to check */
	unsigned run;		   /* that many characters, all of them the one in marker, begin the line at hand */
	unsigned char marker;
	unsigned char carry[4]; /* the beginning of a character whose rest is in the next piece */
	size_t carried;
};

/* A regular file that is too large is refused here, unread. Neither the name nor the file is owned. */
bool source_init(struct source *, const char *name, FILE *, GError **);

/* Reads up to size bytes, at least 16; *got is 0 at the end. A byte order mark at the very beginning is left out. */
bool source_read(struct source *, unsigned char *buffer, size_t size, size_t *got, GError **);
