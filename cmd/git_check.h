/* A hook for git: checks the staged documents. */
#pragma once

#include <glib.h>

#include "yaml/load.h"

/*
 * Loads each document that differs between the index and the last commit and that .gitattributes assigns to this program. 0: all
 * load; a note names those that are not canonical. 1: one does not load, which is reported. 2 with an error: git failed.
 */
int git_check(const struct yaml_read_options *, GError **);
