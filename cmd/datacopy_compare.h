/* Compares the rows of a database with the files next to the schema. */
#pragma once

#include "cmd/datacopy.h"

/*
 * Compares each table that the configuration names, and that the wanted side has, with its file; a table without a file is reported
 * and skipped. If the first place is not a database, nothing is compared, which is reported. NULL with an error that names file and
 * line.
 */
struct datacopy *datacopy_compare(const struct comparison *, const struct config *, unsigned name_letters, GError **);
void datacopy_free(struct datacopy *);
/* A line (char *) for each table whose rows differ; free it with g_ptr_array_unref(). */
GPtrArray *datacopy_differences(const struct datacopy *);
