/*
 * Three versions of a document merged as merge.h has it, and the result loaded: what was merged without a conflict and is no schema
 * then is a conflict too, marked where it shows. The result is in canonical form where ours and theirs are. It says nothing of
 * owners and privileges where the versions, merged, do not.
 */
#pragma once

#include "yaml/load.h"
#include "yaml/merge.h"

struct version {
	const char *text;
	size_t length;
};

/*
 * path is the document's, for messages; part: it is one file of a directory as tree.h has it, which is no schema by itself. An
 * empty base is no base. False with an error where nothing was merged.
 */
bool merge_document(const char *path, const struct version versions[MERGE_SIDES], bool part, const struct yaml_read_options *,
	struct merge *, GError **);
