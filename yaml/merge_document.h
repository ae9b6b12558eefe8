/*
 * Merges three versions of a document, see merge.h, and loads the result: a merge without conflict that is not a valid schema is a
 * conflict, too, marked at its position. The result is canonical if ours and theirs are. It omits owners and privileges if the
 * versions, merged, do.
 */
#pragma once

#include "yaml/load.h"
#include "yaml/merge.h"

struct version {
	const char *text;
	size_t length;
};

/*
 * path is the document's, for messages; part: it is one file of a directory, see tree.h, which is not a whole schema. An empty base
 * counts as none. False with an error where nothing was merged.
 */
bool merge_document(const char *path, const struct version versions[MERGE_SIDES], bool part, const struct yaml_read_options *,
	struct merge *, GError **);
