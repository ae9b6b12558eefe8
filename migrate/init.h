/* A new project. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/project_file.h"

/*
 * Makes the folder where it is missing, and in it project.yaml, an empty manifest, the folders of files, env/dev.yaml and
 * .gitattributes, to which only what it lacks is added. MIGRATE_USAGE for a name that is none, MIGRATE_FILES where there is a
 * project already.
 */
bool project_init(const char *directory, const struct init_options *, GError **);
