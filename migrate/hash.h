/* The manifest written anew, from the files. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Reads all files and replaces the manifest where it says another thing. What is new, changed or gone is appended to said, which
 * owns its texts: "00002_two: build/00002_two.sql changed". MIGRATE_FILES where numbers come twice or have holes, or a file belongs
 * to no change.
 */
bool project_hash(const char *directory, GPtrArray *said, GError **);
