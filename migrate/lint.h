/* Checks the files of a project for mistakes and likely mistakes. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/project.h"

struct finding {
	bool warning;
	char *path;	     /* relative to the project's directory; NULL: the text has it */
	size_t line, column; /* 0: the whole file */
	char *text;
};

/*
 * GPtrArray of struct finding *, in the order of the changes; NULL with an error where there is no project. Free it with
 * g_ptr_array_unref().
 */
GPtrArray *lint_project(const char *directory, GError **);

/* Checks a change whose files are loaded and appends the findings; the header may be NULL where it is invalid. */
void lint_change(const struct project *, const struct numbered_change *, GPtrArray *findings);
GPtrArray *findings_new(void);

/* "build/00001_one.sql:3:1: text"; free it. */
char *finding_describe(const struct finding *);

/* Sets the findings that are errors as one error, MIGRATE_FILES; returns whether there are none. */
bool findings_none(const GPtrArray *findings, GError **);
