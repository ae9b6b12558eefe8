/* The programs of an installed PostgreSQL server of one major version: initdb, pg_ctl, postgres, pg_dump. */
#pragma once

#include <glib.h>

/*
 * The folder that has them: the first one of PATH that has that version, or else where Debian or the PostgreSQL project's RPMs put
 * it. NULL with an error that tells which Debian package has them. Free it.
 */
char *binaries_find(int major, GError **);

/* The newest major version that there is; 0: none. */
int binaries_newest(void);
