/* Updates a document, or a directory of files, from one snapshot to another, and keeps layout, comments and other files. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "yaml/load.h"

/*
 * text is a document that describes the snapshot before. yields: values in a non-canonical notation may be replaced by those of
 * after. Appends to out a document that describes after: in canonical form if the text is canonical, else the text with the entries
 * changed that differ. False with an error that names them where a comment would be lost. Both snapshots are finished and share a
 * pool.
 */
bool yaml_update_text(const struct snapshot *before, const struct snapshot *after, const char *path, const char *text,
	size_t length, bool yields, const struct yaml_read_options *, GString *out, GError **);

/* The same for a directory, see tree.h: only files that differ are written or removed. */
bool yaml_update_directory(
	const struct snapshot *before, const struct snapshot *after, const char *path, const struct yaml_read_options *, GError **);
