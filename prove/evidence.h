/* The folder that a failed proof leaves: what somebody else needs to find out why. There are neither rows nor passwords in it. */
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
 * Writes the files, and both snapshots as have.yaml and want.yaml, into a new folder of the directory for temporary files, which
 * only its owner can read. With anonymous each word of a name of the snapshots that is no word of PostgreSQL's own is another one,
 * the same in all files. NULL with an error. Free the path.
 */
char *evidence_write(struct scratch *, const struct snapshot *have, const struct snapshot *want, const struct evidence_file *,
	size_t count, bool anonymous, GError **);
