/* A change that is being written: the texts of its files. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/project.h"

struct draft {
	GString *build, *rollback, *pre, *post, *expect; /* expect is empty for a change without it */
};

void draft_init(struct draft *);
void draft_clear(struct draft *);

/*
 * Writes the files as the next change of the project, all or none, and appends it to the manifest. Returns its name, 00042_slug;
 * free it. NULL with an error. If the slug is that of a change without number, XXXXX_slug, it keeps that name, and is not in the
 * manifest.
 */
char *draft_write(const struct project *, const char *slug, const struct draft *, GError **);
