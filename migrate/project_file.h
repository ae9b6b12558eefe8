/* project.yaml. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/project.h"
#include "yaml/settings.h"

/* Its keys: offsets are those of struct project. */
extern const struct setting project_settings[];

/* Reads it into the project, whose directory is set; MIGRATE_USAGE. */
bool project_file_read(struct project *, GError **);

/* What a new one says. */
struct init_options {
	const char *name;
	bool contracts_optional;
	const char *search_path; /* of changes that tell none; NULL: names are qualified */
};

/* Appends the text of a new one. */
void project_file_write(GString *out, const char *uuid, const struct init_options *);
