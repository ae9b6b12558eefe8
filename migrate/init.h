/* A new project. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct init_options {
	const char *name;
	bool contracts_optional;
	const char *search_path; /* of changes that tell none; NULL: names are qualified */
};

/*
 * Makes the folder where it is missing, and in it project.yaml, an empty manifest, the folders of files, env/dev.yaml and
 * .gitattributes, to which only what it lacks is added. MIGRATE_USAGE for a name that is none, MIGRATE_FILES where there is a
 * project already.
 */
bool project_init(const char *directory, const struct init_options *, GError **);
