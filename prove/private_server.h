/*
 * A private PostgreSQL server: of installed binaries, in a new folder that only its user can enter, reached by a socket in that
 * folder and never by TCP. However this program ends, killed or crashed, the server stops and the folder goes.
 */
#pragma once

#include <glib.h>

struct private_server;

/*
 * Starts the binaries in that folder, with that name of the superuser. If root starts it, it runs as user postgres, or else nobody.
 * NULL with an error that contains the server's output.
 */
struct private_server *private_server_start(const char *binaries, const char *superuser, GError **);
/* Stops it, and waits until all of it is gone. NULL is fine. */
void private_server_stop(struct private_server *);

/* A connection string without database and password. */
const char *private_server_conninfo(const struct private_server *);
/* Makes a new folder in it that is the server's; NULL with an error. Free it. */
char *private_server_subfolder(const struct private_server *, const char *name, GError **);
