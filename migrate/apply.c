/* Going up and down, change by change. */
#include "migrate/apply.h"

#include <string.h>

#include "catalog/interrupt.h"
#include "migrate/drift.h"
#include "migrate/explain.h"
#include "migrate/journey.h"
#include "migrate/result.h"
#include "migrate/route.h"
#include "migrate/status.h"
#include "migrate/step.h"
#include "migrate/tests.h"

enum { LONGEST_PAUSE = 30 };

void apply_report_clear(struct apply_report *report)
{
	json_decref(report->changes);
	*report = (struct apply_report){ 0 };
}

static int64_t begin_attempt(const struct transaction *transaction, GError **error)
{
	const struct leg *leg = transaction->leg;

	return attempt_begin(transaction->run, leg->change, direction_name(leg->direction), leg->variables, error);
}

/* A failed try: told to the log, and to nobody else. */
static void end_attempt(struct journey *journey, struct transaction *transaction, struct failure *failure)
{
	const struct leg *leg = transaction->leg;
	struct run *run = journey->run;
	g_autoptr(GError) problem = NULL;
	const char *result = transaction->escaped ? "escaped" : failure->status == MIGRATE_INCOMPLETE ? "incomplete" : "failed";

	if (journey->nested) {
		/* what the transaction had of the log is gone with it */
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

/* From 1 s on, twice as long each time; a signal ends it. */
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
	g_clear_pointer(&journey->run->session->blockers, g_free);
	return transaction->leg->header->transaction ? transact(transaction, failure) : step_run(transaction, failure);
}

/* With retries, as far as they make sense: in a transaction for several changes all of them would have to be run again. */
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

/* After a signal no further change is begun: what was done is whole. */
static bool check_interrupt(const struct journey *journey, GError **error)
{
	return !interrupt_came() ||
	       migrate_fail(error, MIGRATE_SQL, "a signal ended the run; the database is at %05d: apply again to go on",
		       journey->report->to);
}

/* The change after the last one that is done, as far as it was begun with it. */
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

static bool go(struct journey *journey, GError **error)
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

static bool end_nested(struct journey *journey, GError **error)
{
	bool dry = journey->options->dry_run;

	AUTO_RESULT checked = session_text(journey->run->session, "SET CONSTRAINTS ALL IMMEDIATE", error);
	if (!checked) {
		g_prefix_error(error, "a deferred constraint does not hold after all changes; rolled back: ");
		return false;
	}
	AUTO_RESULT ended = session_text(journey->run->session, dry ? "ROLLBACK" : "COMMIT", error);
	if (!ended && session_is_lost(journey->run->session) && !dry) {
		g_autofree char *message = g_strdup((*error)->message);
		g_clear_error(error);
		return migrate_fail(error, MIGRATE_UNKNOWN,
			"%s; whether COMMIT took place tells: SELECT patch_number FROM dbalign.state (%d: it did); running dbalign again is safe",
			message, journey->report->to);
	}
	return ended;
}

static bool begin_nested(struct journey *journey, GError **error)
{
	if (journey->options->dry_run)
		return true; /* run_lock() has begun it */
	AUTO_RESULT begun = session_text(journey->run->session, "BEGIN", error);
	return begun;
}

static bool travel(struct journey *journey, GError **error)
{
	struct run *run = journey->run;
	const struct apply_options *options = journey->options;

	if (!drift_begin(run, &journey->fingerprint, options->dry_run, error) || !journey_begin(journey, error) ||
		(journey->nested && !begin_nested(journey, error)))
		return false;
	interrupt_hold();
	bool good = go(journey, error);
	if (good && journey->nested)
		good = end_nested(journey, error);
	if (!options->dry_run && !session_is_lost(run->session)) {
		g_autoptr(GError) problem = NULL;
		if (!drift_end(run, &problem))
			session_say(
				run->session, "warning: the fingerprint of the schema could not be stored: %s", problem->message);
	}
	if (good && !options->dry_run && !options->no_tests && options->direction == UP)
		good = tests_run(run, journey->route.from + 1, journey->route.to, error);
	return good;
}

/* What was read before the lock was taken may have changed: another run may have done it all. */
static bool lock_and_look_again(struct journey *journey, GError **error)
{
	struct run *run = journey->run;
	int before = run->state.number;

	if (!run_lock(run, journey->options->dry_run, error))
		return false;
	if (!journey->options->use_stored && !run_check_state(run, error))
		return false;
	if (journey->options->direction == UP && journey->options->to >= 0 && journey->options->to < run->state.number &&
		before <= journey->options->to) {
		journey->route.from = journey->route.to = run->state.number;
		return true;
	}
	return route_find(run, journey->options, &journey->route, error) &&
	       (before == run->state.number || route_check(run, &journey->route, journey->options, error));
}

static bool may_change(const struct journey *journey, GError **error)
{
	const struct apply_options *options = journey->options;

	return options->dry_run || !options->confirm || options->confirm(journey->run->environment, options->given, error);
}

bool apply(struct run *run, const struct apply_options *options, struct apply_report *report, GError **error)
{
	struct journey journey = {
		.run = run, .options = options, .report = report, .nested = options->dry_run || options->single_transaction
	};

	*report = (struct apply_report){ .from = run->state.number, .to = run->state.number, .changes = json_array() };
	bool good = (options->use_stored || run_check_state(run, error)) && route_find(run, options, &journey.route, error) &&
		    route_check(run, &journey.route, options, error);
	if (good && route_length(&journey.route)) {
		good = may_change(&journey, error) && lock_and_look_again(&journey, error);
		report->from = report->to = run->state.number;
		good = good && (!route_length(&journey.route) || travel(&journey, error));
	}
	journal_write(run->journal, good ? "done" : "stopped",
		json_pack("{si ss*}", "at", report->to, "message", good || !error || !*error ? NULL : (*error)->message), true);
	journey_clear(&journey);
	return good;
}

static bool resume(struct run *run, struct journey *journey, struct transaction *transaction, GError **error)
{
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

/* Which way the change was going that stopped. */
static bool find_direction(struct run *run, enum direction *direction, int *number, GError **error)
{
	g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, run->state.incomplete);
	const char *const values[] = { id };
	AUTO_RESULT result = session_query(run->session,
		"SELECT direction, patch_number, result FROM dbalign.attempt WHERE id = $1::bigint", 1, values, error);

	if (!result)
		return false;
	if (!PQntuples(result))
		return migrate_fail(error, MIGRATE_INTEGRITY,
			"dbalign.state names an attempt that dbalign.attempt does not have; restore the registry from a backup");
	*direction = strcmp(PQgetvalue(result, 0, 0), "down") == 0 ? DOWN : UP;
	*number = result_int(result, 0, 1);
	if (strcmp(PQgetvalue(result, 0, 2), "escaped") == 0)
		return migrate_fail(error, MIGRATE_INCOMPLETE,
			"change %05d ended its own transaction, so it cannot be resumed: look what of it is there, then say `dbalign resolve %d --done` or"
			" `--redo`, with --note",
			*number, *number);
	return true;
}

bool apply_resume(struct run *run, struct apply_report *report, GError **error)
{
	static const struct apply_options options = { .to = -1 };
	struct journey journey = { .run = run, .options = &options, .report = report };
	enum direction direction = UP;
	int number = 0;

	*report = (struct apply_report){ .from = run->state.number, .to = run->state.number, .changes = json_array() };
	if (!run->state.exists || !run->state.incomplete) {
		session_say(run->session, "nothing is to be resumed; the database is at %05d", run->state.number);
		return true;
	}
	if (!run_lock(run, false, error) || !run_check_state(run, error) || !find_direction(run, &direction, &number, error))
		return false;
	journey.route =
		(struct route){ .direction = direction, .from = run->state.number, .to = direction == UP ? number : number - 1 };
	struct stage *stage = journey_begin(&journey, error) ? journey_stage(&journey, number, error) : NULL;
	interrupt_hold();
	bool good = stage && resume(run, &journey, &stage->transaction, error);
	stage_free(stage);
	journey_clear(&journey);
	return good;
}
