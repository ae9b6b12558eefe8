/* What is wrong with the files of a project, or looks so. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/project.h"

struct finding {
	bool warning;
	char *path;	     /* from the project's directory; NULL: text tells it */
	size_t line, column; /* 0: of the whole file */
	char *text;
};

/* GPtrArray of struct finding *, in the order of the changes; NULL where there is no project. Free it by g_ptr_array_unref. */
GPtrArray *lint_project(const char *directory, GError **);

/* Appends what is found in a change whose files are loaded; the header may be missing, where it could not be read. */
void lint_change(const struct project *, const struct numbered_change *, GPtrArray *findings);
GPtrArray *findings_new(void);

/* "build/00001_one.sql:3:1: text"; free it. */
char *finding_describe(const struct finding *);

/* The findings that are errors as one error, MIGRATE_FILES; gives whether there are none. */
bool findings_none(const GPtrArray *findings, GError **);
