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

struct project {
	char *directory; /* as given by -C, or "." */
	char *name, *uuid;
	char *role;		 /* logical role of changes that tell none; NULL: that of the connection */
	char *search_path;	 /* of changes that tell none; NULL: pg_catalog alone, so names are qualified */
	GPtrArray *schemas;	 /* char *: what drift looks at; NULL: all but the system's and the registry's own */
	bool contracts_optional; /* pre and post may be missing, as in trees made before them */
	GPtrArray *changes;	 /* struct change *, by number: those of the manifest */
	GPtrArray *drafts;	 /* struct change *: files whose changes the manifest does not have (yet); number 0: XXXXX_slug */
	char head[65];		 /* of the last change; that of a project without changes is the SHA-256 of its uuid */
};

/*
 * Reads project.yaml, the manifest and the names of files; no content but the manifest's. NULL with MIGRATE_USAGE where there is no
 * project, MIGRATE_FILES for numbers twice, holes, missing and orphaned files (all of them named).
 */
struct project *project_open(const char *directory, GError **);
void project_free(struct project *);

/* Reads the bytes of all files of a change, once, and its header; MIGRATE_INTEGRITY where one is not what the manifest says. Unload
 * frees the bytes. */
bool change_load(const struct project *, struct change *, GError **);
void change_unload(struct change *);

/* The change of that number; NULL: there is none. */
struct change *project_change(const struct project *, int number);
