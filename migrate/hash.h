/* Writes the manifest again from the files. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Reads all files and replaces the manifest if it differs. New, changed and missing files are appended to said, which owns its
 * texts: "00002_two: build/00002_two.sql changed". False with MIGRATE_FILES for duplicate numbers, gaps, or a file without a
 * change.
 */
bool project_hash(const char *directory, GPtrArray *said, GError **);
