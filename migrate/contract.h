/*
 * Checks pre/, post/ and test/: each statement's result is an assertion.
 *
 *	SELECT count(*) = 0 FROM app.account WHERE iban IS NULL    one boolean column: false, NULL or no row at all is a failure
 *	-- expect: none
 *	SELECT * FROM app.account WHERE iban IS NULL               a row is a failure
 *	SELECT is(...)                                             lines of the Test Anything Protocol, as pgTAP gives: `not ok`, or
 *	                                                           another number of tests than planned, is a failure
 *
 * Other results are ignored. A file without any assertion is a failure, except a precondition that inserts rows into table
 * "contract".
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "migrate/variable.h"

struct assertion {
	const char *phase; /* "pre", "post", "test" */
	int number;	   /* within the phase, from 1 */
	char *file;
	size_t line;
	char *text; /* the statement, or the line of TAP */
	bool passed;
	char *value; /* the result: "false", "NULL", "no row", "3 rows: 7, 8"; NULL: true */
};
void assertion_free(gpointer);

/* The check of one file. */
struct contract {
	const char *phase, *file;
	GPtrArray *assertions; /* struct assertion *, of all files of the change; owned by the caller */
	guint first;	       /* the index of this file's first one */
	int planned, tests;    /* from TAP; planned is -1 without a plan */
	bool carries;	       /* rows were inserted into a table, which can only be "contract" */
};

void contract_begin(struct contract *, const char *phase, const char *file, GPtrArray *assertions);
void contract_judge(struct contract *, const struct script_statement *, const PGresult *);
/* Call it after the file's last result: returns the first failed assertion, or NULL; *missing: there is no assertion. */
const struct assertion *contract_end(struct contract *, bool *missing);
