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
	char *role;		 /* logical role of changes that tell none; NULL: that of the connection */
	char *search_path;	 /* of changes that tell none; NULL: pg_catalog alone, so names are qualified */
	GPtrArray *schemas;	 /* char *: what drift looks at; NULL: all but the system's and the registry's own */
	char *contracts;	 /* as the file says: "required" or "optional"; NULL */
	bool contracts_optional; /* pre and post may be missing, as in trees made before them */
	GPtrArray *changes;	 /* struct numbered_change *, by number: those of the manifest */
	/* struct numbered_change *: files whose changes the manifest does not have (yet); those of number 0: XXXXX_slug */
	GPtrArray *drafts;
	char head[65]; /* of the last change; that of a project without changes is the SHA-256 of its uuid */
};

/*
 * Reads project.yaml, the manifest and the names of files; no content but the manifest's. NULL with MIGRATE_USAGE where there is no
 * project, MIGRATE_FILES for numbers twice, holes, missing and orphaned files (all of them named).
 */
struct project *project_open(const char *directory, GError **);
/*
 * The same where something is wrong with its files: that is appended to problems, which owns its texts, and the manifest is what
 * could be read of it. NULL where there is no project.
 */
struct project *project_read(const char *directory, GPtrArray *problems, GError **);
void project_free(struct project *);

/* The problems as one error of that status, a line each, up to 20 of them; gives whether there are none. */
bool problems_none(const GPtrArray *problems, enum migrate_status, GError **);

/* The change of that number; NULL: there is none. */
struct numbered_change *project_change(const struct project *, int number);
