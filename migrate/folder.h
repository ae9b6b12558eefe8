/* The files that are in the folders of a project, by their names alone. */
#pragma once

#include <glib.h>

#include "migrate/change.h"

/*
 * The changes of build/ with their files, by number, those without one at the end; hashes and heads are empty. What is wrong is
 * appended to problems, which owns its texts: names that are no change's, files of no change in build/, numbers twice, holes.
 * Hidden files, README and what an editor leaves (NAME~) are passed over. A folder that is not there is empty. NULL where one
 * cannot be read.
 */
GPtrArray *folder_read(const char *directory, GPtrArray *problems, GError **);
