/* A directory of files becomes a snapshot. */
#pragma once

#include "yaml/tree.h"

/*
 * Adds what all YAML files below path hold, whichever file an entry stands in, except for indexes and hidden files. What is no
 * .yaml or .yml is ignored. Errors as in load.h; a directory without any YAML file is one.
 */
bool yaml_load_directory(struct snapshot *into, const char *path, const struct yaml_read_options *, GError **);
/* The same from memory, each path once; path stands before theirs in messages. */
bool yaml_load_files(struct snapshot *into, const char *path, const struct yaml_file *, size_t count,
	const struct yaml_read_options *, GError **);
/*
 * Of the path of a file of such a directory: the directory of its schema, "schema.s", or NULL where it stands at the top. Free it.
 */
char *tree_schema_directory(const char *path);
