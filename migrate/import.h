/* Converts projects of other tools. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Creates a project from the source, which is not changed:
 *
 *	sqitch.plan deploy/ revert/ verify/	a project of sqitch, in the order of its plan
 *	build/ rollback/			numbered scripts of DbAlign, by number
 *
 * The directory must not exist yet; it is created completely or not at all. Notes for the user are appended to said, which owns its
 * texts. False with MIGRATE_USAGE for a source that is neither, MIGRATE_FILES for one that cannot be read.
 */
bool project_import(const char *source, const char *directory, GPtrArray *said, GError **);
