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
 *
 * Pyrseas cuts names off, see name_letters in write.h.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "yaml/load.h"
#include "yaml/write.h"

/*
 * Writes the files of a finished snapshot below path, which is made where it is missing: all of them, or, with an error, none. What
 * an earlier run has written and this one has not is removed (see tree_own.h), with the index of an earlier version, and
 * directories that this leaves empty; nothing else is.
 */
bool yaml_write_directory(const struct snapshot *, const char *path, const struct yaml_write_options *, GError **);

/* The texts of these files (GString *) by their paths below the directory. Free with g_hash_table_unref(). */
GHashTable *yaml_directory_files(const struct snapshot *, const struct yaml_write_options *);

/* A name as part of a file's name: lower-case, _ for what is no letter, digit or _, at most that many characters. Free it. */
char *yaml_file_part(const char *name, unsigned limit);

/* A file in memory; its path leads there from the directory at hand. */
struct yaml_file {
	const char *path, *text;
	size_t length;
};

/*
 * Whether a file's name is that of the index that Pyrseas writes, and we did: database.NAME.yaml; database.yaml is the file of the
 * entry `database`.
 */
bool yaml_is_index(const char *name);
