/*
 * A document, or a directory of files, brought from one snapshot to another with everything else as it stands: layout, comments,
 * files.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "yaml/load.h"

/*
 * text is a document that says what the snapshot before says. yields: values that it has in other words than canonical ones may be
 * written as after has them. Appends to out one that says what after says: after in canonical form
 * where the text is canonical, else the text with the entries changed that differ. False with an error that names them where a
 * comment stands in the way. Both snapshots are finished and of one pool.
 */
bool yaml_update_text(const struct snapshot *before, const struct snapshot *after, const char *path, const char *text,
	size_t length, bool yields, const struct yaml_read_options *, GString *out, GError **);

/* The same of a directory as tree.h has it: only files in which something differs are written or removed. */
bool yaml_update_directory(
	const struct snapshot *before, const struct snapshot *after, const char *path, const struct yaml_read_options *, GError **);
