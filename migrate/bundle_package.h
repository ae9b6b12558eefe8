/* Writes a bundle as a Debian package, or a spec file for RPM. */
#pragma once

#include "migrate/bundle.h"

/* A Debian package with the tar and the application's files in it; NULL with an error. */
GBytes *package_deb(const struct project *, const struct statement *, const GPtrArray *files, GBytes *tar, GError **);
/* A spec file with which rpmbuild builds the same from the tar. */
GBytes *package_spec(const struct project *, const struct statement *);
