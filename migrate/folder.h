/* Lists the files in the folders of a project by name, without reading them. */
#pragma once

#include <glib.h>

#include "migrate/change.h"

/*
 * The changes of build/ with their files, by number, those without one last; hashes and heads are empty. Problems are appended to
 * problems, which owns its texts: invalid names, files without a change in build/, duplicate numbers, gaps. Hidden files, README
 * and editors' backups (NAME~) are ignored. A missing folder counts as empty. NULL with an error where one cannot be read.
 */
GPtrArray *folder_read(const char *directory, GPtrArray *problems, GError **);
