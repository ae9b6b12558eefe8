/* env/NAME.yaml. */
#pragma once

#include <stdbool.h>

#include "migrate/environment.h"
#include "yaml/settings.h"

/* Its keys: offsets are those of struct environment. */
extern const struct setting environment_settings[];

/* Frees a struct environment_target. */
void environment_target_free(void *);

/* Reads the file into an environment that already has its defaults and its directory; MIGRATE_USAGE. */
bool environment_file_read(struct environment *, const char *path, GError **);
