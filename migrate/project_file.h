/* project.yaml. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/project.h"
#include "yaml/settings.h"

/* Its keys: offsets are those of struct project. */
extern const struct setting project_settings[];

/* Reads the file into the project, whose directory is set; MIGRATE_USAGE. */
bool project_file_read(struct project *, GError **);

/* The settings of a new project. */
struct init_options {
	const char *name;
	bool contracts_optional;
	const char *search_path; /* default of changes; NULL: names are qualified */
};

/* Appends the text of a new project.yaml. */
void project_file_write(GString *out, const char *uuid, const struct init_options *);
