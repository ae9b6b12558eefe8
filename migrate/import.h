/* Projects of other tools that become one of ours. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Makes a new project of what is in the source, which stays as it is:
 *
 *	sqitch.plan deploy/ revert/ verify/	a project of sqitch, in the order of its plan
 *	build/ rollback/			numbered scripts, as DbAlign has them, by their numbers
 *
 * The directory must not be there yet, and is made as a whole or not at all. What a person should know is appended to said, which
 * owns its texts.
 * MIGRATE_USAGE for a source that is neither, MIGRATE_FILES for one that cannot be read.
 */
bool project_import(const char *source, const char *directory, GPtrArray *said, GError **);
