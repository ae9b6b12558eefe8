/*
 * Rows that are kept next to the schema: section `datacopy` of the configuration names tables, each with a file
 * <repository>/<data>/schema.<schema>/table.<name>.data. The file is CSV without header, as COPY writes it, with all but generated
 * columns in the order of the table; rows are sorted by primary key, or by all columns.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "cmd/comparison.h"
#include "cmd/config.h"
#include "cmd/output.h"

struct datacopy_file {
	char *path;
	GString *text;
};

/* A list of struct datacopy_file *. */
GPtrArray *datacopy_new(void);

/*
 * Reads the rows of all tables that the configuration names into the list; nothing where the place is not a database. False with an
 * error that gives the position in the configuration of a table that the snapshot lacks. name_letters: see yaml/write.h.
 */
bool datacopy_read(
	struct place *, const struct snapshot *, const struct config *, unsigned name_letters, GPtrArray *files, GError **);
/* Writes the files, and creates their directories. False with an error. */
bool datacopy_write(const GPtrArray *files, GError **);

/* The differences between the rows of the compared database and the files. */
struct datacopy;
