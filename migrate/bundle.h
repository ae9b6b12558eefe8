/*
 * A bundle: one tar with all that a release is about, in a folder PROJECT-R0007: project.yaml, the manifest and the files of the changes
 * up to the release's end, its statement, report, approval and their signatures, and the application's files that the statement names.
 * The same files make the same bytes.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/release.h"

enum bundle_format {
	BUNDLE_TAR,
	BUNDLE_DEB, /* a Debian package, which installs the tar in /usr/share/dbalign and the application's files in /usr/share/PROJECT */
	BUNDLE_SPEC, /* what rpmbuild makes such a package from, with the tar as its source */
};

/* What a file of it is called: shop-R0007.tar; to be freed. */
char *bundle_file_name(const struct project *, const struct statement *, enum bundle_format);

/*
 * The bytes of a bundle of the release, to be freed by g_bytes_unref(). All files are compared with the manifest and the statement.
 * NULL with an error.
 */
GBytes *bundle_make(const struct project *, const struct statement *, enum bundle_format, GError **);

/*
 * Unpacks a bundle into a new folder into which only the user can look, and which bundle_remove() takes away. MIGRATE_INTEGRITY for what
 * archive_read() refuses. NULL with an error.
 */
char *bundle_unpack(const char *path, GError **);
/*
 * The release of the bundle that was unpacked there; to be freed. NULL with MIGRATE_POLICY where it has none, with MIGRATE_INTEGRITY where
 * it has several, or files that neither it nor the manifest names.
 */
char *bundle_release(const struct project *, GError **);
/* Statements of its serial that the bundle lacks, and that another folder's release/ has: the report and the approval came later. */
bool bundle_add_statements(const char *directory, const char *release, const char *from, GError **);
/* Takes it and all in it away. */
void bundle_remove(char *directory);
