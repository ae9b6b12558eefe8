/*
 * Directives: comment lines `-- KEY: VALUE` at the top of a build file, before its first statement. They are part of the hash, and
 * hold for the rollback, too.
 *
 *	-- transaction: no
 *	-- vars: bucket text, limit int, part raw /[a-z]{1,3}/
 *	-- irreversible: the old values are gone
 *	-- note: any text
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/declaration.h"

struct header {
	bool transaction; /* false: each statement is a separate step outside transactions */
	bool data_loss;	  /* rows or values are lost: requires --allow-data-loss */
	bool global;	  /* changes objects outside this database: roles, tablespaces */
	char *role;	  /* SET LOCAL ROLE; a logical name of the environment's roles; "login": the role that connects; "self": the
			      script sets its roles; NULL: the project's, or the environment's "owner" */
	char *search_path;			/* as SET takes it; NULL: the project's */
	char *lock_timeout, *statement_timeout; /* as SET takes them; NULL: the environment's */
	int retries;				/* -1: the environment's */
	char *irreversible;			/* the reason why it cannot be rolled back; NULL: rollback/ has it */
	int min_pg;				/* as 150000; 0: any */
	char *issue;				/* a link or number; NULL */
	GPtrArray *variables;			/* struct variable_declaration * */
	GPtrArray *probes; /* char *: `probe: N QUERY`, a query with one boolean that tells whether step N is done; NULL for steps
			      without; index N - 1 */
};

/*
 * Reads the directives of a build file. NULL with MIGRATE_FILES and file:line:column for an unknown or repeated one, and for an
 * invalid value. A comment that does not begin with a lower-case word and a colon is not a directive. header_free() it.
 */
struct header *header_read(const char *path, const char *text, GError **);
/* The header of a file without directives. */
struct header *header_new(void);
void header_free(struct header *);

/* The declaration of that variable; NULL: none. */
const struct variable_declaration *header_variable(const struct header *, const char *name);

/* Whether there is a directive with that key. */
bool directive_known(const char *key);

/* The key of a comment `-- KEY: VALUE`, to be freed, and the start of its value; NULL: the comment is not a directive. */
char *directive_key(const char *comment, size_t length, const char **value);
