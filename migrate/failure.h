/* Why an attempt failed: what the registry and the journal keep of it, and what the user is told. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>

#include "migrate/session.h"
#include "migrate/status.h"
#include "migrate/variable.h"

struct failure {
	enum migrate_status status; /* MIGRATE_DONE: there is none */
	const char *phase;	    /* "begin", "pre", "build", "rollback", "post", "expect", "step", "commit" */
	char sqlstate[6];
	char *message, *detail, *hint, *context;
	char *file; /* NULL: no file is at fault */
	size_t line, column;
	char *statement; /* as the file has it: without values */
	char *caret;	 /* the line of the file, and a caret below; NULL */
};
void failure_clear(struct failure *);
#define AUTO_FAILURE __attribute__((cleanup(failure_clear))) struct failure

/* Sets it, unless it is set already: the first one is the reason. Gives false. */
bool failure_set(struct failure *, enum migrate_status, const char *phase, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* Where it is; the statement may be NULL. */
void failure_locate(struct failure *, const char *file, const struct script_statement *);
/* From what the server says of a statement; result NULL: of the connection. */
bool failure_of_result(struct failure *, const struct session *, enum migrate_status, const char *phase, const char *file,
	const struct script_statement *, const PGresult *);
/* From an error of ours, with its status. */
bool failure_of_error(struct failure *, const char *phase, const GError *);

/* "build/00042_x.sql:17:9: ERROR 42601: ..." with the line, a caret, DETAIL, HINT and CONTEXT. Free it. */
char *failure_text(const struct failure *);

/* Whether the same may succeed at another time: lock_timeout, deadlock, serialization. */
bool failure_is_transient(const struct failure *);
