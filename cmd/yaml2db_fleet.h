/* yaml2db --check of several places, each in a process of its own. */
#pragma once

#include <glib.h>

/* Compares one place with the wanted one, prints the answer on standard output, returns the exit status. */
typedef int yaml2db_check_one(const char *have, const char *want, const char *password, GError **);

/*
 * Checks the databases of --env, or else all places but the wanted one, --jobs at once, and prints each result as it ends; for
 * annotations one document of all, in order. Returns the exit status: 2 where one could not be compared, or with an error, else 1
 * where one differs.
 */
int yaml2db_check_many(const GPtrArray *places, const char *want, yaml2db_check_one *, GError **);
