/*
 * Finds the files of a directory that db2yaml has written, without an index, which would conflict in each merge of two branches.
 * For yaml/ only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/kind.h"
#include "yaml/store.h"

/* Whether each object of the kind has its own file; objects of other kinds share one. */
bool tree_has_own_file(const struct kind *);

/*
 * The relative paths (char *) of files with names and contents of a tree: KIND.NAME.yaml or KIND.yaml, at the top or in a directory
 * schema.NAME, with only entries of that kind; and the indexes that earlier versions, and Pyrseas, wrote. Other files are not
 * included. Free with g_ptr_array_unref().
 */
GPtrArray *tree_own_files(const struct store *);
