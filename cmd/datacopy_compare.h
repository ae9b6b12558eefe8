/* How the rows of a database differ from the files beside the schema. */
#pragma once

#include "cmd/datacopy.h"

/*
 * Compares each table that the configuration names, and that the wanted side has, with its file; a table without a file is told and
 * left alone. The first place is a database, otherwise nothing is compared, and that is told. Errors name file and line.
 */
struct datacopy *datacopy_compare(const struct comparison *, const struct config *, unsigned name_letters, GError **);
void datacopy_free(struct datacopy *);
/* A line (char *) for each table whose rows differ; free it with g_ptr_array_unref(). */
GPtrArray *datacopy_differences(const struct datacopy *);
