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

/*
 * Compares each table that the configuration names, and that the wanted side has, with its file; a table without a file is told and
 * left alone. The first place is a database, otherwise nothing is compared, and that is told. Errors name file and line.
 */
struct datacopy *datacopy_compare(const struct comparison *, const struct config *, unsigned name_letters, GError **);
void datacopy_free(struct datacopy *);

/* Prints a line for each table whose rows differ; false where there is none. */
bool datacopy_report(const struct datacopy *, FILE *);

/*
 * Adds to the plans, behind all else, the statements that make the rows what the files have, and on the way back what they were;
 * what tables refer to comes first, what is deleted last. Rows that are deleted are losses of the plan. down may be NULL. An error
 * names tables whose foreign keys go round.
 */
bool datacopy_plan(const struct datacopy *, struct plan *up, struct plan *down, GError **);
