/*
 * A snapshot as a directory of files, in Pyrseas' layout, and back:
 *
 *	extension.yaml                     kinds of which all objects stand in one file
 *	event trigger.<name>.yaml          others at the top
 *	schema.<name>.yaml                 the schema's own attributes
 *	schema.<name>/<kind>.<name>.yaml   what stands in it
 *	omitted.yaml                       what the document says nothing of, see write.h
 *
 * Names in file names are lower-case, with _ for what is no letter, digit or _. Objects that would have the same
 * file share it; schemas that would have the same directory get a number.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "yaml/load.h"
#include "yaml/write.h"

/*
 * Writes the files of a finished snapshot below path, which is made where it is missing: all of them, or, with an error, none. What an earlier run has written and this one has not is
 * removed (see tree_own.h), with the index of an earlier version, and directories that this leaves empty; nothing else is.
 */
bool yaml_write_directory(const struct snapshot *, const char *path, const struct yaml_write_options *, GError **);

/*
 * Adds what all YAML files below path hold, whichever file an entry stands in, except for indexes and hidden files. What is no
 * .yaml or .yml is passed over. Errors as in load.h; a directory without any YAML file is one.
 */
bool yaml_load_directory(struct snapshot *into, const char *path, const struct yaml_read_options *, GError **);

/* Whether a file's name is that of the index that Pyrseas writes, and we did: database.NAME.yaml; database.yaml is the file of the entry `database`. */
bool yaml_is_index(const char *name);
