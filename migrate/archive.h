/* Archives in memory, by libarchive: the same files give the same bytes, and only plain files in one folder are read. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/status.h"

struct archive_file {
	char *path; /* a path that ends in "/" is a folder */
	GBytes *bytes;
};
void archive_file_free(void *);
/* Appends a copy. */
void archive_add(GPtrArray *files, const char *path, const void *bytes, gsize length);

enum archive_format { ARCHIVE_TAR, ARCHIVE_AR };

/*
 * An archive of struct archive_file *, in order, owned by root, with that time, under a prefix ("": none). NULL with MIGRATE_FILES.
 * Free it with g_bytes_unref().
 */
GBytes *archive_make(const GPtrArray *files, enum archive_format, const char *prefix, gint64 time, GError **);

/*
 * The files of a tar, to be unref'ed: plain files in one folder, whose name is removed. NULL with MIGRATE_INTEGRITY for other
 * entries: links, devices, paths that lead elsewhere, duplicates, wrong sizes.
 */
GPtrArray *archive_read(const char *path, const char *bytes, gsize length, GError **);
