/* The folder that a failed proof leaves, with all that is needed to investigate, but without rows and passwords. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "prove/scratch.h"

/* A file of it; the text may have passwords, which are hidden. */
struct evidence_file {
	const char *name, *text;
};

/*
 * Writes the files, and both snapshots as have.yaml and want.yaml, into a new folder in the directory for temporary files, which
 * only its owner can read. With anonymous each word of the snapshots' names that is not a word of PostgreSQL is replaced,
 * consistently in all files. NULL with an error. Free the path.
 */
char *evidence_write(struct scratch *, const struct snapshot *have, const struct snapshot *want, const struct evidence_file *,
	size_t count, bool anonymous, GError **);
