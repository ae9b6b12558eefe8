/* What pg_dump -s says of two databases, compared: a second opinion beside our snapshots. */
#pragma once

#include <glib.h>

#include "prove/scratch.h"

struct dump_options {
	bool no_owner, no_privileges;
};

/*
 * pg_dump's lines in order, without trailing commas and comments: the order of columns, of options and of objects aside. Of the
 * same schema it is the same text. NULL with an error. Free it.
 */
char *dump_read(const struct scratch *, const char *database, const struct dump_options *, GError **);

/* The same of a text of pg_dump, which is taken. */
char *dump_sort(char *text);

/* The lines that only the first one has ("- ...") and only the second one ("+ ..."); NULL where both are the same. Free it. */
char *dump_difference(const char *, const char *);
