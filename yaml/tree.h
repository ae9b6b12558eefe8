/*
 * Writes a snapshot as a directory of files, in Pyrseas' layout, and loads it:
 *
 *	extension.yaml                     kinds whose objects share one file
 *	event trigger.<name>.yaml          others at the top
 *	schema.<name>.yaml                 the schema's own attributes
 *	schema.<name>/<kind>.<name>.yaml   the objects in it
 *	omitted.yaml                       what the document omits, see write.h
 *
 * Names in file names are lower-case, with _ for other characters than letters and digits. Objects with the same file name share
 * the file; schemas with the same directory name get a number.
 *
 * Pyrseas shortens names, see name_letters in options.h.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "yaml/load.h"
#include "yaml/write.h"

/*
 * Writes the files of a finished snapshot below path, which is created if missing: all of them, or, with an error, none. Files of
 * an earlier run that were not written again are removed (see tree_own.h), and so are the index of an earlier version, and
 * directories that become empty.
 */
bool yaml_write_directory(const struct snapshot *, const char *path, const struct yaml_write_options *, GError **);

/* The contents of these files (GString *) by their paths below the directory. Free with g_hash_table_unref(). */
GHashTable *yaml_directory_files(const struct snapshot *, const struct yaml_write_options *);

/* A name as part of a file's name: lower-case, _ for other characters than letters and digits, cut to the limit. Free it. */
char *yaml_file_part(const char *name, unsigned limit);

/* A file in memory; its path is relative to the current directory. */
struct yaml_file {
	const char *path, *text;
	size_t length;
};

/*
 * Whether a file's name is that of the index that Pyrseas, and an earlier version, writes: database.NAME.yaml; database.yaml is the
 * file of the entry `database`.
 */
bool yaml_is_index(const char *name);
