/* The programs of an installed PostgreSQL server of one major version: initdb, pg_ctl, postgres, pg_dump. */
#pragma once

#include <glib.h>

/*
 * The folder with the binaries of that version: the first in PATH, or else that of Debian or the PostgreSQL project's RPMs. NULL
 * with an error that names the Debian package. Free it.
 */
char *binaries_find(int major, GError **);

/* The newest major version that there is; 0: none. */
int binaries_newest(void);
