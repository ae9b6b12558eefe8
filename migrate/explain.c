/* Explains a failure to the user. */
#include "migrate/explain.h"

#include <string.h>

#include "migrate/status.h"

/* The state of the database; %s: its number. */
static const char *state_of(const struct failure *failure, bool nested, bool dry_run)
{
	if (dry_run)
		return "everything was rolled back, as in every dry run; the database is at %s";
	if (nested)
		return "all changes of the run were rolled back; the database is at %s";
	switch ((int)failure->status) {
	case MIGRATE_PRE:
		return "nothing was changed; the database stays at %s";
	case MIGRATE_CONNECTION:
		return "the transaction was rolled back; the database is at %s";
	case MIGRATE_INCOMPLETE:
		return "the database is at %s, and part of this change may be there";
	case MIGRATE_UNKNOWN:
		return "the database is at %s, or one change further";
	default:
		return "rolled back; the database is at %s";
	}
}

static const char *next_of(const struct failure *failure)
{
	if (strcmp(failure->sqlstate, "57014") == 0 && failure->status != MIGRATE_INCOMPLETE)
		return "it was cancelled, by a signal, an administrator or statement_timeout: run again";
	switch ((int)failure->status) {
	case MIGRATE_PRE:
		return "correct the data, or the change, and run again";
	case MIGRATE_CONNECTION:
		return "run again";
	case MIGRATE_LOCKED:
		return "run again when the others are done, or at a quieter time";
	case MIGRATE_INCOMPLETE:
		return "`dbalign status` tells at which step, `dbalign resume` goes on, `dbalign resolve` says what an operator "
		       "has found";
	case MIGRATE_UNKNOWN:
		return "run again when the server can be reached";
	case MIGRATE_USAGE:
	case MIGRATE_FILES:
	case MIGRATE_INTEGRITY:
		return "correct that, and run again";
	default:
		return "correct the change (`dbalign hash` takes it into the manifest) and run again";
	}
}

void explain_failure(
	struct run *run, const struct leg *leg, const struct failure *failure, bool nested, bool dry_run, GError **error)
{
	g_autofree char *text = failure_text(failure), *number = g_strdup_printf("%05d", run->state.number),
			*now = g_strdup_printf(state_of(failure, nested, dry_run), number);
	g_autofree char *blockers = failure_is_transient(failure) && run->session->blockers
					    ? g_strdup_printf("\nit waited for %s", run->session->blockers)
					    : g_strdup("");

	migrate_fail(error, failure->status, "%s: %s%s\n%s: %s", leg->change->name, text, blockers, now, next_of(failure));
}
