/* A diff driver for git: git(1), GIT_EXTERNAL_DIFF. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Prints the differences of a document by object. The arguments are git's: path, old file, its hash, its mode, new file, its hash,
 * its mode, optionally the new path and a text; a single path means that its merge failed. Files that are not documents are
 * compared by lines. color: as --color. False with an error.
 */
bool git_diff(const GPtrArray *arguments, const char *color, GError **);
