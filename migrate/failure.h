/* The reason why an attempt failed, for the registry, the journal and the user. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>

#include "migrate/session.h"
#include "migrate/status.h"
#include "migrate/variable.h"

struct failure {
	enum migrate_status status; /* MIGRATE_DONE: no failure */
	const char *phase;	    /* "begin", "pre", "build", "rollback", "post", "expect", "step", "commit" */
	char sqlstate[6];
	char *message, *detail, *hint, *context;
	char *file; /* NULL: no file caused it */
	size_t line, column;
	char *statement; /* as in the file: without values */
	char *caret;	 /* the line of the file, and a caret below; NULL */
};
void failure_clear(struct failure *);
#define AUTO_FAILURE __attribute__((cleanup(failure_clear))) struct failure

/* Sets the failure, unless one is set already: the first one is the reason. Returns false. */
bool failure_set(struct failure *, enum migrate_status, const char *phase, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* Sets its position; the statement may be NULL. */
void failure_locate(struct failure *, const char *file, const struct script_statement *);
/* Sets it from a result; result NULL: from the connection. */
bool failure_of_result(struct failure *, const struct session *, enum migrate_status, const char *phase, const char *file,
	const struct script_statement *, const PGresult *);
/* Sets it from an error of ours, with its status. */
bool failure_of_error(struct failure *, const char *phase, const GError *);

/* "build/00042_x.sql:17:9: ERROR 42601: ..." with the line, a caret, DETAIL, HINT and CONTEXT. Free it. */
char *failure_text(const struct failure *);

/* Whether a retry may succeed: lock_timeout, deadlock, serialization failure. */
bool failure_is_transient(const struct failure *);
