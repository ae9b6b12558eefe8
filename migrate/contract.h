/*
 * What pre/, post/ and test/ promise: the results of their statements are judged one by one.
 *
 *	SELECT count(*) = 0 FROM app.account WHERE iban IS NULL    one boolean column: false, NULL or no row at all is a failure
 *	-- expect: none
 *	SELECT * FROM app.account WHERE iban IS NULL               a row is a failure
 *	SELECT is(...)                                             lines of the Test Anything Protocol, as pgTAP gives: `not ok`, or
 *	                                                           another number of tests than planned, is a failure
 *
 * Any other result tells nothing. A file that asserts nothing at all is a failure, but for a precondition that puts rows into the
 * table "contract".
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
	char *value; /* what came: "false", "NULL", "no row", "3 rows: 7, 8"; NULL: true */
};
void assertion_free(gpointer);

/* The judging of one file. */
struct contract {
	const char *phase, *file;
	GPtrArray *assertions; /* struct assertion *, of all files of the change; the caller's */
	guint first;	       /* where those of this file begin */
	int planned, tests;    /* of TAP; planned is -1 where none was told */
	bool carries;	       /* rows were put into a table, which can only be "contract" */
};

void contract_begin(struct contract *, const char *phase, const char *file, GPtrArray *assertions);
void contract_judge(struct contract *, const struct script_statement *, const PGresult *);
/* The last of the file; afterwards the first assertion that failed, or NULL; *missing: it has none. */
const struct assertion *contract_end(struct contract *, bool *missing);
