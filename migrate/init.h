/* Creates a project. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/project_file.h"

/*
 * Creates the folder if it does not exist, and in it project.yaml, an empty manifest, the folders of files, env/dev.yaml and
 * .gitattributes, to which missing lines are added. False with MIGRATE_USAGE for an invalid name, MIGRATE_FILES where a project
 * exists.
 */
bool project_init(const char *directory, const struct init_options *, GError **);
