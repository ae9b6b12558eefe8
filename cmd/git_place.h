/* A document as git has it: git:REV:FILE. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "yaml/load.h"

/* Whether a place's name is one of these. */
bool git_place_is(const char *name);

/*
 * Loads a file, or a directory of them, of a revision into a snapshot. The name is "git:REV:FILE", as gitrevisions(7) has it: FILE
 * begins at the top of the repository, or at the current directory where it begins with ./ or ../; without a REV the index is
 * meant. Errors tell what git does not find, and of a document begin with the name.
 */
bool git_place_load(struct snapshot *into, const char *name, const struct yaml_read_options *, GError **);
