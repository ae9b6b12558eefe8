/* Tells git of the drivers and hooks that it may call for documents; gitattributes(5), githooks(5). */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Writes what is missing: a line of .gitattributes for each path (a document, or a directory of them), the repository's own
 * configuration, the hooks pre-commit and pre-merge-commit; and prints what it did. What somebody else has written there stays, and
 * what to do about it is told. Without paths those are taken that most repositories have: schema.yaml, metadata. False with an
 * error where it could not be done.
 */
bool git_setup(const GPtrArray *paths, GError **);

/* Takes away what git_setup() has written, and nothing else. */
bool git_remove(GError **);
