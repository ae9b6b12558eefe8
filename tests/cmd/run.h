/* Runs the programs just built, as a user would. */
#pragma once

#include <glib.h>

struct outcome {
	int status;
	char *out, *err;
};

/*
 * Runs sh -c COMMAND in a new directory of its own (made by the first call of a test, removed with it), with the programs first
 * in PATH and messages in English.
 */
struct outcome run(const char *command);
void outcome_clear(struct outcome *);
#define AUTO_OUTCOME __attribute__((cleanup(outcome_clear))) struct outcome

/* A row of a table of commands: what must come out. NULL: nothing at all on that stream; "*": whatever; else a part of it. */
struct expected {
	const char *command;
	int status;
	const char *out, *err;
};

/* Runs each row up to one without command; fails the test where something else came out. */
void run_rows(const struct expected *);
/* The same in a folder of that directory. */
void run_rows_in(const char *folder, const struct expected *);

/* An empty database with these statements run in it, and more of them; a failure fails the test. See tests/server.h. */
void make(const char *database, const char *sql);
void more(const char *database, const char *sql);
void drop(const char *database);
/* Statements of a small schema to read: three schemas, an enum, tables, a serial column, a view. */
extern const char shop_schema[];

/* The directory in which run() runs, for writing files. */
const char *run_directory(void);
void run_file(const char *name, const char *text);
/* For .fini: removes the directory. */
void run_cleanup(void);
