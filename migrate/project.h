/*
 * A project: the folder that holds project.yaml, the changes and the manifest. Reading it needs no connection.
 *
 *	project.yaml                 name, uuid, format, default role, search_path, schemas, contracts
 *	manifest                     the SHA-256 of each file, chained from change to change
 *	build/ rollback/ pre/ post/ test/ expect/ data/ env/
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/change.h"
#include "migrate/status.h"

struct project {
	char *directory; /* as given by -C, or "." */
	char *name, *uuid;
	char settings[65];	 /* SHA-256 of project.yaml */
	char *format;		 /* of the layout: "1" */
	char *role;		 /* default logical role of changes; NULL: that of the connection */
	char *search_path;	 /* default of changes; NULL: pg_catalog only, so names are qualified */
	GPtrArray *schemas;	 /* char *: those that drift detection compares; NULL: all but the system's and the registry's */
	char *contracts;	 /* from the file: "required" or "optional"; NULL */
	bool contracts_optional; /* pre and post may be missing, as in older projects */
	GPtrArray *changes;	 /* struct numbered_change *, by number: those of the manifest */
	/* struct numbered_change *: changes that are not in the manifest (yet); number 0: XXXXX_slug */
	GPtrArray *drafts;
	char head[65]; /* of the last change; before the first one the SHA-256 of the uuid */
};

/*
 * Reads project.yaml, the manifest and the names of files, but not their content. NULL with MIGRATE_USAGE where there is no
 * project, MIGRATE_FILES for duplicate numbers, gaps, missing and orphaned files (all of them named).
 */
struct project *project_open(const char *directory, GError **);
/*
 * The same for a project with problems: they are appended to problems, which owns its texts, and the manifest is read as far as
 * possible. NULL with an error where there is no project.
 */
struct project *project_read(const char *directory, GPtrArray *problems, GError **);
void project_free(struct project *);

/* Sets the problems as one error with that status, one in each line, up to 20; returns whether there are none. */
bool problems_none(const GPtrArray *problems, enum migrate_status, GError **);

/* The change of that number; NULL: none. */
struct numbered_change *project_change(const struct project *, int number);
