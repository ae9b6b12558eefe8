/* What the statements of a change must not be: a table of how they begin. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum rule_kind {
	RULE_TRANSACTION, /* begins or ends a transaction, or a part of one: the runner does that */
	RULE_ROLE,	  /* sets the role: the header does that, unless it has `role: self` */
	RULE_ALONE,	  /* the server refuses it in a transaction: `transaction: no` */
	RULE_COPY,	  /* it takes rows from whoever sends it, or gives them to it: only psql does that */
	RULE_NONE,
};

/* The rule that a statement falls under. */
enum rule_kind rule_of(const char *sql, size_t length);

/* Whether a statement gives rows that can be held to be true: a query, or what prints one. */
bool rule_is_query(const char *sql, size_t length);

/* Where in the body of a DO statement a COMMIT or ROLLBACK stands; NULL: nowhere, or it is no DO. */
const char *rule_hidden_commit(const char *sql, size_t length);
