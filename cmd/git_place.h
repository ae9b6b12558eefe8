/* Loads a document from git: git:REV:FILE. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "yaml/load.h"

/* Whether a place's name has that form. */
bool git_place_is(const char *name);

/*
 * Loads a file, or a directory of them, of a revision into a snapshot. The name is "git:REV:FILE", see gitrevisions(7): FILE is
 * relative to the top of the repository, or to the current directory if it begins with ./ or ../; an empty REV is the index. False
 * with an error that says what git does not find; errors in a document begin with the name.
 */
bool git_place_load(struct snapshot *into, const char *name, const struct yaml_read_options *, GError **);
