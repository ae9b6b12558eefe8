/* Compares two databases by pg_dump -s: a second opinion besides our snapshots. */
#pragma once

#include <glib.h>

#include "prove/scratch.h"

struct dump_options {
	bool no_owner, no_privileges;
};

/*
 * pg_dump's lines, sorted, without trailing commas and comments: so the order of columns, options and objects does not count. The
 * same schema gives the same text. NULL with an error. Free it.
 */
char *dump_read(const struct scratch *, const char *database, const struct dump_options *, GError **);

/* The same of a text of pg_dump, which is taken. */
char *dump_sort(char *text);

/* The lines that only the first one has ("- ...") and only the second one ("+ ..."); NULL where both are the same. Free it. */
char *dump_difference(const char *, const char *);
