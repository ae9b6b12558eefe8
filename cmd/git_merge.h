/* A merge driver for git: gitattributes(5), "Defining a custom merge driver". */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/load.h"

/*
 * The arguments are git's %O %A %B %P: files with the base, ours and theirs, and the document's path; part: it is one file of a
 * directory. The result replaces ours; decisions and conflicts are reported on standard error. 0: merged, 1: conflicts, 2 with an
 * error: nothing was written.
 */
int git_merge(const GPtrArray *arguments, bool part, const struct yaml_read_options *, GError **);
