/* Configures the drivers and hooks that git calls for documents: gitattributes(5), githooks(5). */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Adds what is missing: a line of .gitattributes for each path (a document, or a directory of them), the settings in the
 * repository's configuration, the hooks pre-commit and pre-merge-commit; prints what it did. Existing settings and hooks of others
 * stay, and advice is printed. Without paths the usual ones are taken: schema.yaml, metadata. False with an error.
 */
bool git_setup(const GPtrArray *paths, GError **);

/* Removes what git_setup() added. */
bool git_remove(GError **);
