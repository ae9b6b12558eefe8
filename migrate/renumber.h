/* Gives numbers to changes: when they are merged, or after a gap. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Gives the changes that the manifest does not have the numbers after its last one, in order, those without number last: renames
 * their files, all or none, and appends them to the manifest. The manifest is that of git's revision onto; NULL: that of the
 * working tree. Renamings are appended to said, which owns its texts. False with MIGRATE_FILES where files of the manifest are
 * missing, it cannot be read, or a merge is in progress and no revision is given: then it is unknown whose numbers count.
 */
bool project_renumber(const char *directory, const char *onto, GPtrArray *said, GError **);
