/* Runs the changes of a route one by one. */
#include "migrate/travel.h"

#include <string.h>

#include "catalog/read/interrupt.h"
#include "migrate/attempt.h"
#include "migrate/drift.h"
#include "migrate/explain.h"
#include "migrate/result.h"
#include "migrate/status.h"
#include "migrate/step.h"

enum { LONGEST_PAUSE = 30 };

static int64_t begin_attempt(const struct transaction *transaction, GError **error)
{
	const struct leg *leg = transaction->leg;

	return attempt_begin(transaction->run, leg->change, direction_name(leg->direction), leg->variables, error);
}

/* Records a failed attempt. */
static void end_attempt(struct journey *journey, struct transaction *transaction, struct failure *failure)
{
	const struct leg *leg = transaction->leg;
	struct run *run = journey->run;
	g_autoptr(GError) problem = NULL;
	const char *result = transaction->escaped ? "escaped" : failure->status == MIGRATE_INCOMPLETE ? "incomplete" : "failed";

	if (journey->nested) {
		/* the transaction's log is rolled back, too */
		run->state.number = journey->report->to = journey->report->from;
		json_array_clear(journey->report->changes);
		AUTO_RESULT undone = session_text(run->session, "ROLLBACK", NULL);
		transaction->attempt = undone && !journey->options->dry_run ? begin_attempt(transaction, NULL) : 0;
		if (!transaction->attempt)
			return;
	}
	if (session_is_lost(run->session)) {
		session_say(run->session, "%s: the connection was lost; connecting again", leg->change->name);
		if (!run_recover(run, &problem))
			session_say(run->session, "the database cannot be reached: %s", problem->message);
	}
	if (transaction->escaped) {
		g_autofree char *sql =
			g_strdup_printf("UPDATE dbalign.state SET incomplete = %" G_GINT64_FORMAT, transaction->attempt);
		AUTO_RESULT marked = session_text(run->session, sql, NULL);
		(void)marked;
	}
	attempt_end(run, transaction->attempt, leg->change, result, failure, transaction->assertions);
}

/* Waits 1 s, then twice as long each time; a signal ends the wait. */
static bool pause_before(const struct journey *journey, const struct leg *leg, int try)
{
	int seconds = MIN(1 << MIN(try, 5), LONGEST_PAUSE);
	gint64 end = g_get_monotonic_time() + seconds * G_USEC_PER_SEC + g_random_int_range(0, 250000);

	session_say(journey->run->session, "%s: %s%s; trying again in %d s (%d of %d)", leg->change->name,
		"it did not get its locks in time", journey->run->session->blockers ? journey->run->session->blockers : "", seconds,
		try + 1, leg->retries);
	while (g_get_monotonic_time() < end && !interrupt_came())
		g_usleep(50000);
	return !interrupt_came();
}

static bool run_once(struct journey *journey, struct transaction *transaction, struct failure *failure)
{
	transaction->fingerprint = journey->fingerprint;
	if (!transaction->find_next)
		transaction->next = journey_find_next(journey);
	g_clear_pointer(&journey->run->session->blockers, g_free);
	return transaction->leg->header->transaction ? transact(transaction, failure) : step_run(transaction, failure);
}

/* Runs a change with retries; not in a transaction of several changes, which would have to run again as a whole. */
static bool run_stage(struct journey *journey, struct transaction *transaction, struct failure *failure)
{
	const struct leg *leg = transaction->leg;

	for (int try = 0;; try++) {
		if (run_once(journey, transaction, failure))
			return true;
		if (failure->status == MIGRATE_UNKNOWN) {
			journal_write(journey->run->journal, "unknown",
				json_pack("{ss sI ss}", "change", leg->change->name, "attempt", (json_int_t)transaction->attempt,
					"message", failure->message),
				true);
			return false;
		}
		end_attempt(journey, transaction, failure);
		if (!failure_is_transient(failure) || failure->status == MIGRATE_INCOMPLETE || journey->nested ||
			try >= leg->retries || session_is_lost(journey->run->session) || !pause_before(journey, leg, try))
			return false;
		failure_clear(failure);
		transaction_clear(transaction);
		if (!(transaction->attempt = begin_attempt(transaction, NULL)))
			return failure_of_result(failure, journey->run->session, MIGRATE_SQL, "begin", NULL, NULL, NULL);
	}
}

static void arrive(struct journey *journey, struct transaction *transaction)
{
	const struct leg *leg = transaction->leg;
	struct run *run = journey->run;
	const char *done = journey->options->dry_run ? "would be " : "", *what = leg->direction == UP ? "applied" : "taken back";
	int number = leg->change->number;

	journey->report->to = leg->direction == UP ? number : number - 1;
	run->state.number = journey->report->to;
	g_free(run->state.head);
	run->state.head = g_strdup(transaction->head_after);
	g_free(journey->fingerprint);
	journey->fingerprint = g_steal_pointer(&transaction->fingerprint_after);
	json_array_append_new(
		journey->report->changes, json_pack("{si ss ss sf}", "number", number, "name", leg->change->name, "direction",
						  direction_name(leg->direction), "seconds", transaction->seconds));
	journal_write(run->journal, "applied",
		json_pack("{ss ss si}", "change", leg->change->name, "direction", direction_name(leg->direction), "at",
			run->state.number),
		false);
	session_say(run->session, "%s %s%s (%.3f s)", leg->change->name, done, what, transaction->seconds);
}

static bool go_one(struct journey *journey, struct transaction *transaction, GError **error)
{
	const struct leg *leg = transaction->leg;
	AUTO_FAILURE failure = { 0 };

	if (!transaction->attempt && !(transaction->attempt = begin_attempt(transaction, error)))
		return false;
	bool good = run_stage(journey, transaction, &failure);
	if (good)
		arrive(journey, transaction);
	else
		explain_failure(journey->run, leg, &failure, journey->nested, journey->options->dry_run, error);
	return good && (!leg->sets || journey->nested || session_restore(journey->run->session, error));
}

/* After a signal no further change is begun. */
static bool check_interrupt(const struct journey *journey, GError **error)
{
	return !interrupt_came() ||
	       migrate_fail(error, MIGRATE_SQL, "a signal ended the run; the database is at %05d: apply again to go on",
		       journey->report->to);
}

/* Undoes the beginning of the change after the last finished one. */
static void abandon_ahead(struct journey *journey)
{
	struct transaction *transaction = journey->ahead ? &journey->ahead->transaction : NULL;
	AUTO_FAILURE failure = { 0 };

	if (!transaction || !transaction->attempt || journey->nested)
		return;
	if (transaction->begun)
		transact_undo(transaction);
	failure_set(&failure, MIGRATE_SQL, "begin", "the run ended before it");
	end_attempt(journey, transaction, &failure);
}

bool travel(struct journey *journey, GError **error)
{
	const struct route *route = &journey->route;
	int length = route_length(route);
	bool good = true;

	for (int i = 0; i < length && good; i++) {
		journey->position = i - 1;
		good = journey_find_next(journey);
		if (!good) {
			g_propagate_error(error, g_steal_pointer(&journey->problem));
			break;
		}
		struct stage *stage = g_steal_pointer(&journey->ahead);
		journey->position = i;
		good = go_one(journey, &stage->transaction, error) && check_interrupt(journey, error);
		stage_free(stage);
	}
	if (!good)
		abandon_ahead(journey);
	return good;
}

bool travel_resume(struct journey *journey, struct transaction *transaction, GError **error)
{
	struct run *run = journey->run;
	AUTO_FAILURE failure = { 0 };

	if (!(transaction->attempt = begin_attempt(transaction, error)))
		return false;
	bool good = step_resume(transaction, run->state.incomplete, &failure);
	if (good) {
		arrive(journey, transaction);
		drift_end(run, NULL);
	} else {
		if (failure.status != MIGRATE_UNKNOWN)
			end_attempt(journey, transaction, &failure);
		explain_failure(run, transaction->leg, &failure, false, false, error);
	}
	return good;
}
