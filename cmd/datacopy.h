/*
 * Rows that are kept beside the schema: section `datacopy` of a configuration names tables, each of which has a file
 * <repository>/<data>/schema.<schema>/table.<name>.data. It is CSV without header, as COPY writes it, with the columns in the order
 * of the table but for generated ones; its rows are in the order of the primary key or else of all columns.
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
 * Reads the rows of all tables that the configuration names from the database into the list, nothing for any other place. An error
 * names a table that the snapshot does not have, where the configuration names it. name_letters: see yaml/write.h.
 */
bool datacopy_read(
	struct place *, const struct snapshot *, const struct config *, unsigned name_letters, GPtrArray *files, GError **);
/* Writes them, and the directories that they need. */
bool datacopy_write(const GPtrArray *files, GError **);

/* How the rows of the compared database differ from the files. */
struct datacopy;
