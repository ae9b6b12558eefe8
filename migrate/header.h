/*
 * Directives: comment lines `-- KEY: VALUE` at the top of a build file, before its first statement. They are part of its bytes, so
 * of the hash. They hold for the rollback, too.
 *
 *	-- transaction: no
 *	-- vars: bucket text, limit int, part raw /[a-z]{1,3}/
 *	-- irreversible: the old values are gone
 *	-- note: whatever a person wants to say
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/declaration.h"

struct header {
	bool transaction; /* false: each statement is a step of its own, outside of transactions */
	bool data_loss;	  /* rows or values are lost: needs --allow-data-loss */
	bool global;	  /* touches what is not in this database: roles, tablespaces */
	char *role;	  /* SET LOCAL ROLE; a logical name of the environment's roles; "login": the role that connects; "self": the
			      script sets its roles; NULL: the project's, or the environment's "owner" */
	char *search_path;			/* as SET takes it; NULL: the project's */
	char *lock_timeout, *statement_timeout; /* as SET takes them; NULL: the environment's */
	int retries;				/* -1: the environment's */
	char *irreversible;			/* why there is no way back; NULL: rollback/ has it */
	int min_pg;				/* as 150000; 0: any */
	char *issue;				/* where it is discussed; NULL */
	GPtrArray *variables;			/* struct variable_declaration * */
	GPtrArray *probes; /* char *: `probe: N QUERY`, a query with one boolean that tells whether step N is done; NULL for steps
			      without; index N - 1 */
};

/*
 * Reads the directives of a build file. MIGRATE_FILES with file:line:column for an unknown one, one that is there twice, and a bad
 * value. A comment whose first word is no lower-case word with a colon is a comment. Free it by header_free.
 */
struct header *header_read(const char *path, const char *text, GError **);
/* That of a file without directives. */
struct header *header_new(void);
void header_free(struct header *);

/* NULL: it is not declared. */
const struct variable_declaration *header_variable(const struct header *, const char *name);

/* Whether a header has such a directive. */
bool directive_known(const char *key);

/* The key of a comment `-- KEY: VALUE`, to be freed, and where its value begins; NULL: it is a comment like others. */
char *directive_key(const char *comment, size_t length, const char **value);
