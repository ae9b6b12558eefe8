/* A bundle as a package of a distribution. */
#pragma once

#include "migrate/bundle.h"

/* A Debian package of a tar, and of those of its files that are the application's; NULL with an error. */
GBytes *package_deb(const struct project *, const struct statement *, const GPtrArray *files, GBytes *tar, GError **);
/* A spec file, by which rpmbuild makes the same of the tar. */
GBytes *package_spec(const struct project *, const struct statement *);
