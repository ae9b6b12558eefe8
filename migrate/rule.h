/* Statements that a change must not contain, recognised by their first words. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum rule_kind {
	RULE_TRANSACTION, /* begins or ends a transaction, or is about a savepoint: the runner does that */
	RULE_ROLE,	  /* sets the role: the header does that, unless it is `role: self` */
	RULE_ALONE,	  /* the server refuses it in a transaction block: requires `transaction: no` */
	RULE_COPY,	  /* COPY FROM STDIN or TO STDOUT: only psql can run it */
	RULE_NONE,
};

/* The rule that a statement violates. */
enum rule_kind rule_of(const char *sql, size_t length);

/* Whether a statement returns rows that can be checked: a query, or a statement that prints one. */
bool rule_is_query(const char *sql, size_t length);

/* The position of COMMIT or ROLLBACK in the body of a DO statement; NULL: none, or it is not a DO. */
const char *rule_hidden_commit(const char *sql, size_t length);
