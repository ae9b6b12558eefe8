/* Changes that get their numbers: when they are merged, or after a gap. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * The changes that the manifest does not have get the numbers that follow it, in their order, those without number last: their
 * files are renamed, all or none, and appended to the manifest, which is that of the revision of git, or, where that is NULL, the
 * one that is there. What became of each is appended to said, which owns its texts. MIGRATE_FILES where files of the manifest are
 * missing, it cannot be read, or a merge goes on and no revision is given: then it is not known whose numbers count.
 */
bool project_renumber(const char *directory, const char *onto, GPtrArray *said, GError **);
