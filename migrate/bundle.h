/*
 * A bundle: a tar with a whole release, in a folder PROJECT-R0007: project.yaml, the manifest and the files of the changes up to
 * the release's end, its statement, report, approval and their signatures, and the application's files that the statement names.
 * The same files give the same bytes.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/release.h"

enum bundle_format {
	BUNDLE_TAR,
	BUNDLE_DEB,  /* a Debian package: installs the tar in /usr/share/dbalign, the application's files in /usr/share/PROJECT */
	BUNDLE_SPEC, /* a spec file with which rpmbuild builds such a package from the tar */
};

/* The name of the bundle's file: shop-R0007.tar. Free it. */
char *bundle_file_name(const struct project *, const struct statement *, enum bundle_format);

/*
 * The bytes of a bundle of the release; free with g_bytes_unref(). All files are checked against the manifest and the statement.
 * NULL with an error.
 */
GBytes *bundle_make(const struct project *, const struct statement *, enum bundle_format, GError **);

/*
 * Unpacks a bundle into a new folder that only the user can read; bundle_remove() removes it. MIGRATE_INTEGRITY for files that
 * archive_read() refuses. NULL with an error.
 */
char *bundle_unpack(const char *path, GError **);
/*
 * The release in the folder of an unpacked bundle; free it. NULL with MIGRATE_POLICY where it has none, with MIGRATE_INTEGRITY
 * where it has several, or files that neither it nor the manifest names.
 */
char *bundle_release(const struct project *, GError **);
/*
 * Copies statements of its serial that the bundle lacks from another folder's release/: the report and the approval are newer than
 * the bundle.
 */
bool bundle_add_statements(const char *directory, const char *release, const char *from, GError **);
/* Removes the folder with its content. */
void bundle_remove(char *directory);
