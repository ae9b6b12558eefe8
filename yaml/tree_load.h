/* Loads a directory of files into a snapshot. */
#pragma once

#include "yaml/tree.h"

/*
 * Loads all .yaml and .yml files below path, whichever file an entry is in, except indexes and hidden files. Other files are
 * ignored. False with errors as in load.h; a directory without any YAML file is an error.
 */
bool yaml_load_directory(struct snapshot *into, const char *path, const struct yaml_read_options *, GError **);
/* The same from memory, each path once; path comes before theirs in messages. */
bool yaml_load_files(struct snapshot *into, const char *path, const struct yaml_file *, size_t count,
	const struct yaml_read_options *, GError **);
/*
 * The directory of the schema, "schema.s", in the path of a file of such a directory; NULL where the file is at the top. Free it.
 */
char *tree_schema_directory(const char *path);
