/* A diff driver for git: git(1), GIT_EXTERNAL_DIFF. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Prints how a document differs, object by object. The arguments are git's: path, old file, its hash, its mode, new file, its hash,
 * its mode, perhaps the new path and what became of it; a path alone is one whose merge failed. What is no document is compared
 * line by line. color: as --color. False with an error.
 */
bool git_diff(const GPtrArray *arguments, const char *color, GError **);
