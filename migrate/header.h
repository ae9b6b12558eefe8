/*
 * Directives: comment lines `-- KEY: VALUE` at the top of a build file, before its first statement. They are part of its bytes, so
 * of the hash.
 *
 *	-- transaction: no
 *	-- vars: bucket text, limit int
 *	-- irreversible: the old values are gone
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum variable_type { VARIABLE_TEXT, VARIABLE_IDENT, VARIABLE_INT, VARIABLE_BOOL, VARIABLE_RAW, VARIABLE_SECRET };

struct variable_declaration {
	char *name;
	enum variable_type type;
	char *pattern; /* of raw: a regular expression that the whole value matches; NULL: letters, digits and _ */
};

struct header {
	bool transaction;  /* false: each statement is a step of its own, outside of transactions */
	bool data_loss;	   /* rows or values are lost: needs --allow-data-loss */
	bool global;	   /* touches what is not in this database: roles, tablespaces */
	char *role;	   /* SET LOCAL ROLE; a logical name of the environment's roles; "login": the role that connects; NULL: the
			      environment's "owner" */
	char *search_path; /* NULL: the project's */
	char *lock_timeout, *statement_timeout; /* as SET takes them; NULL: the environment's */
	int retries;				/* -1: the environment's */
	char *irreversible;			/* why there is no way back; NULL: rollback/ has it */
	int min_pg;				/* as 150000; 0: any */
	char *issue;				/* where it is discussed; NULL */
	GPtrArray *variables;			/* struct variable_declaration * */
	GPtrArray *probes; /* char *: `probe: N QUERY`, a query with one boolean that tells whether step N is done; NULL for steps
			      without; index N - 1 */
};

/* Reads the directives of a build file; an unknown one, or a bad value, is an error with file:line:column. Free it by header_free.
 */
struct header *header_read(const char *path, const char *text, GError **);
void header_free(struct header *);
