/* Loading file by file, as a tree of them is: see yaml/load.h. */
#pragma once

#include "yaml/loader.h"

/* Reads one file. schema: the schema to which its top-level keys belong, as in a tree of files; NULL for a whole document. */
bool loader_file(struct loader *, const char *name, FILE *, const char *schema, GError **);
/* What waits until every file is read: Pyrseas' partitions, references, silence. */
bool loader_finish(struct loader *, GError **);
