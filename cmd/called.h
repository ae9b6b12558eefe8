/*
 * Programs called by Pyrseas' names: dbtoyaml is db2yaml, yamltodb is yaml2db. Then the first argument is always a database and the
 * second a file; configuration files are searched for; the exit status is 0, 1 for an error, or 2 for a wrong command line.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Options that Pyrseas had and we do not, for struct program. */
extern const char *const called_gone[];

/* Whether argv[0] is that name, with or without a path. */
bool called_as(const char *argv0, const char *name);

/* The place for a database argument; free it. A prefix "db:" or "file:" stays, and so does a YAML file in place of a database. */
char *called_database(const char *argument);
char *called_document(const char *argument);

/* The exit status that Pyrseas' programs give. */
int called_status(bool usage, bool failed);

/*
 * The number of bytes of an object's name that a file name keeps: $PYRSEAS_MAX_IDENT_LEN, or else the default of Pyrseas or ours. 0
 * with an error where it is not a number up to 63.
 */
unsigned called_name_letters(bool as_pyrseas, GError **);
