/* Loads a document file by file, as a tree of files: see yaml/load.h. */
#pragma once

#include "yaml/loader.h"

/* Reads one file. schema: the schema of its top-level keys, in a tree of files; NULL for a whole document. False with an error. */
bool loader_file(struct loader *, const char *name, FILE *, const char *schema, GError **);
/*
 * Call it when every file is read: completes Pyrseas' partitions, checks references, decides what is omitted. False with an error.
 */
bool loader_finish(struct loader *, GError **);
