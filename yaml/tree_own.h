/*
 * Which files of a directory db2yaml has written: no index tells, for it would conflict in each merge of two branches. For yaml/
 * only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/kind.h"
#include "yaml/store.h"

/* Whether each object of the kind has its own file; those of the others share one. */
bool tree_has_own_file(const struct kind *);

/*
 * The relative paths (char *) of the files whose names and contents are those of a tree: KIND.NAME.yaml or KIND.yaml, at the top or
 * in a directory schema.NAME, with nothing but entries of that kind; and the indexes that earlier versions, and Pyrseas, wrote. A
 * file that somebody else has put there, or that is no YAML, is none. Free with g_ptr_array_unref().
 */
GPtrArray *tree_own_files(const struct store *);
