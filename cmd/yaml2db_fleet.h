/* yaml2db --check of several places, each in a process of its own. */
#pragma once

#include <glib.h>

/* Compares one with the wanted one, prints the answer on standard output, and gives the exit status. */
typedef int yaml2db_check_one(const char *have, const char *want, const char *password, GError **);

/*
 * Checks the databases of --env, or else all the places but the wanted one, --jobs at once, and prints what came of each as it ends;
 * in a format of annotations one document of all of them, in their order. Gives the exit status: 2 where one could not be compared, or
 * with an error, else 1 where one differs.
 */
int yaml2db_check_many(const GPtrArray *places, const char *want, yaml2db_check_one *, GError **);
