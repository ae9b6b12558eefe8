/* A hook for git: checks the documents that are to be committed. */
#pragma once

#include <glib.h>

#include "yaml/load.h"

/*
 * Loads each document that the index has and the last commit has not, or has otherwise, and that .gitattributes gives to this
 * program. 0: all is well; a note tells what is not in canonical form. 1: one does not load, which is told. 2 with an error: git
 * cannot be asked.
 */
int git_check(const struct yaml_read_options *, GError **);
