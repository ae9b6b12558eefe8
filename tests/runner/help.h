/* Projects to be applied to databases of the throwaway server, by the programs just built. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

/* For shell: waits until the query gives true in that database. */
#define UNTIL(database, query) "\"$PGCANON_SOURCE\"/tests/runner/until " database " \"" query "\""
/* Until so many sessions are within pg_sleep() in databases like that; until no run of dbalign is connected to them. */
#define UNTIL_ASLEEP(databases, count) \
	UNTIL("postgres", "SELECT count(*) >= " count " FROM pg_stat_activity WHERE datname LIKE '" databases \
			  "' AND wait_event = 'PgSleep'")
#define UNTIL_ENDED(databases) \
	UNTIL("postgres", "SELECT count(*) = 0 FROM pg_stat_activity WHERE datname LIKE '" databases \
			  "' AND application_name LIKE 'dbalign %'")

/* For .fini. */
void clean_up(void);

/*
 * A project of that name in the directory in which commands are run, an empty database of that name, and for it the environment
 * "test", which does not look for drift: that takes longer than all the rest.
 */
void begin(const char *project);
/* A file of the project begun: "build/00001_x.sql". */
void put(const char *file, const char *text);
/* The files of a change; NULL: it has none of that kind. `dbalign hash` has to follow. */
void put_change(const char *name, const char *build, const char *rollback, const char *pre, const char *post);
/*
 * Three changes, such that the database shows how many it has: table t, five rows whose number the precondition carries to the
 * postcondition, column b. And `dbalign hash`.
 */
void put_three(void);

/* Runs dbalign with these arguments on the project and that environment; fails the test where another status comes. */
struct outcome dbalign(int status, const char *arguments);
/* Rows of arguments instead of commands. */
void dbalign_rows(const struct expected *);

/* The one value of a query in the database; "" for NULL. Free it. */
char *ask(const char *sql);
/*
 * At which of the changes of put_three() the database is, from 0 to 3, by what is there; -1 where half of a change is there, or
 * where the registry says otherwise.
 */
int whole_number(void);
bool is_whole_at(int number);
/* Whether it is at any of them; also after a way down. */
bool is_as_registered(void);
