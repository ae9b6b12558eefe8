/* Archives in memory by libarchive: the same files make the same bytes, and what is read is plain files in one folder. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/status.h"

struct archive_file {
	char *path; /* one that ends in "/" is a folder */
	GBytes *bytes;
};
void archive_file_free(void *);
/* Appends a copy. */
void archive_add(GPtrArray *files, const char *path, const void *bytes, gsize length);

enum archive_format { ARCHIVE_TAR, ARCHIVE_AR };

/* Of struct archive_file *, in their order, as root's and of that time, each behind a prefix ("": none). NULL with MIGRATE_FILES. */
GBytes *archive_make(const GPtrArray *files, enum archive_format, const char *prefix, gint64 time, GError **);

/*
 * What a tar holds, to be unref'ed: plain files in one folder, whose name is taken off. MIGRATE_INTEGRITY for whatever else may stand in
 * a tar: links, devices, names that lead elsewhere or come twice, sizes that are not those of the bytes.
 */
GPtrArray *archive_read(const char *path, const char *bytes, gsize length, GError **);
