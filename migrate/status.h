/* The exit status of a command of dbalign, which is also the code of every error of migrate/. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define MIGRATE_ERROR (g_quark_from_static_string("migrate"))

enum migrate_status {
	MIGRATE_DONE = 0,	 /* done, or there was nothing to do */
	MIGRATE_USAGE = 1,	 /* the command line, project.yaml or an environment is wrong, or a variable has no value */
	MIGRATE_FILES = 2,	 /* files are invalid, missing or out of order */
	MIGRATE_INTEGRITY = 3,	 /* a file differs from the manifest, or from the applied one */
	MIGRATE_POLICY = 4,	 /* a signature is missing or refused */
	MIGRATE_CONNECTION = 5,	 /* no connection, or it was lost; the state of the database is known */
	MIGRATE_LOCKED = 6,	 /* another run is at work, or lock_timeout passed at every attempt */
	MIGRATE_PRE = 7,	 /* a precondition does not hold; nothing was changed */
	MIGRATE_SQL = 8,	 /* a statement of build or rollback failed; rolled back */
	MIGRATE_POST = 9,	 /* a postcondition or a test failed; rolled back */
	MIGRATE_DRIFT = 10,	 /* the schema is not what it was after the last change */
	MIGRATE_INCOMPLETE = 11, /* a change outside transactions stopped halfway: resume, or resolve */
	MIGRATE_UNKNOWN = 12,	 /* it is unknown whether the last COMMIT took place */
	MIGRATE_PENDING = 13,	 /* status --exit-code: changes are pending */
	MIGRATE_REFUSED = 14,	 /* not done for safety: no way back, data would be lost */
};

/* Sets the error and returns false, for use as `return migrate_fail(...)`. */
bool migrate_fail(GError **, enum migrate_status, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Changes another library's error to ours, with the same text. Returns false. */
bool migrate_fail_as(GError **, enum migrate_status);
