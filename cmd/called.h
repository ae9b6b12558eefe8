/*
 * Programs by the names of Pyrseas: dbtoyaml is db2yaml, yamltodb is yaml2db. Its first argument is then a database whatever it
 * looks like, the second a file; configuration files are looked for; the exit status is 0, 1 for what went wrong, or 2 for a
 * command line that is.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Options that Pyrseas had once, for struct program: gone. */
extern const char *const called_gone[];

/* Whether the program was called by that name, with or without a path. */
bool called_as(const char *argv0, const char *name);

/*
 * The place that an argument means there, to be freed: one that says by "db:" or "file:" what it is stays, as does a YAML file in
 * the place of a database.
 */
char *called_database(const char *argument);
char *called_document(const char *argument);

/* Exit status, as Pyrseas' programs had it. */
int called_status(bool usage, bool failed);

/*
 * How much of an object's name a file's has: $PYRSEAS_MAX_IDENT_LEN, or else as much as Pyrseas' or ours have. 0 with an error
 * where it is no number up to 63.
 */
unsigned called_name_letters(bool as_pyrseas, GError **);
