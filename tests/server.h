/* A throwaway PostgreSQL server for a test program, and databases in it.
 *
 * A test program that needs a server links server_dep (tests/meson.build) and has this main():
 *
 *	int main(int argc, char *argv[])
 *	{
 *		return server_main(argc, argv);
 *	}
 *
 * Its tests find the server through PGHOST, PGPORT and PGUSER, so a connection string needs a dbname only: Criterion runs each
 * test in a process of its own, to which the environment comes along and globals do not. Cases run in parallel: each makes its own
 * database, under a name of its own. */
#pragma once

#include <stdbool.h>
#include <glib.h>

/*
 * Starts a server (tests/throwaway_server), or uses the running one whose socket directory or host is in PGCANON_TEST_PGHOST, and
 * its port in PGCANON_TEST_PGPORT; runs the program's tests; stops the server. Gives the exit status. Without a server the program
 * ends at once with status 1. However the program ends, killed or crashed, its server stops and leaves no files. The binaries'
 * directory is put first in PATH, so that psql and pg_dump are the server's own where it has them.
 */
int server_main(int argc, char *argv[]);

/* The server's major version; 0 when it cannot be reached. */
int server_version(void);

/* Makes an empty database, from template0; an error where there is one of this name. */
bool server_add_database(const char *name, GError **error);

/* The same, but one that is left over under this name is dropped first. */
bool server_create_database(const char *name, GError **error);

/* Drops a database along with the connections to it; none of that name is no error. */
bool server_drop_database(const char *name, GError **error);

/* Runs SQL text, as one simple query. */
bool server_run(const char *database, const char *sql, GError **error);

/* Runs a file with psql, which stops at the first error; the error has what psql said. */
bool server_load(const char *database, const char *path, GError **error);
