/* Applies changes and rolls them back, one by one. */
#include "migrate/apply.h"

#include <string.h>

#include "catalog/read/interrupt.h"
#include "migrate/admit.h"
#include "migrate/drift.h"
#include "migrate/result.h"
#include "migrate/route.h"
#include "migrate/status.h"
#include "migrate/tests.h"
#include "migrate/travel.h"
#include "migrate/window.h"

void apply_report_clear(struct apply_report *report)
{
	json_decref(report->changes);
	*report = (struct apply_report){ 0 };
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
			"%s; whether COMMIT took place tells: SELECT patch_number FROM dbalign.state (%d: it did); running "
			"dbalign again is safe",
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

/* Stores the fingerprint after the last change: a later run finds drift with it. */
static void keep_fingerprint(const struct journey *journey)
{
	struct run *run = journey->run;
	g_autoptr(GError) problem = NULL;

	if (!journey->options->dry_run && !session_is_lost(run->session) && !drift_end(run, &problem))
		session_say(run->session, "warning: the fingerprint of the schema could not be stored: %s", problem->message);
}

static bool walk(struct journey *journey, GError **error)
{
	struct run *run = journey->run;
	const struct apply_options *options = journey->options;

	if (!drift_begin(run, &journey->fingerprint, options->dry_run, error) || !journey_begin(journey, error) ||
		(journey->nested && !begin_nested(journey, error)))
		return false;
	interrupt_hold();
	bool good = travel(journey, error);
	if (good && journey->nested)
		good = end_nested(journey, error);
	keep_fingerprint(journey);
	if (good && !options->dry_run && !options->no_tests && options->direction == UP)
		good = tests_run(run, journey->route.from + 1, journey->route.to, error);
	return good;
}

/* Whether the changes of the failed run should be rolled back, and can be: not where the database's state is unknown. */
static bool must_revert(const struct journey *journey, const GError *error)
{
	return journey->options->direction == UP && !journey->nested && journey->report->to > journey->report->from &&
	       strcmp(journey->run->environment->on_failure, "revert-run") == 0 && error->code != MIGRATE_INCOMPLETE &&
	       error->code != MIGRATE_UNKNOWN && !session_is_lost(journey->run->session) && !interrupt_came();
}

/* Rolls each back as `down` does, the newest first. The result is added to the error. */
static void revert(struct journey *journey, GError **error)
{
	struct apply_report *report = journey->report;
	const struct apply_options options = { .direction = DOWN, .to = report->from };
	struct journey back = { .run = journey->run,
		.options = &options,
		.report = report,
		.route = { .direction = DOWN, .from = report->to, .to = report->from } };
	g_autoptr(GError) problem = NULL, before = g_steal_pointer(error);

	session_say(back.run->session, "on_failure is revert-run: what this run has applied is taken back");
	bool good =
		route_check(back.run, &back.route, &options, &problem) && journey_begin(&back, &problem) && travel(&back, &problem);
	keep_fingerprint(&back);
	journey_clear(&back);
	migrate_fail(error, (enum migrate_status)before->code, "%s\nwhat the run had applied before %s%s; the database is at %05d",
		before->message, good ? "was taken back" : "was to be taken back, which stopped: ", good ? "" : problem->message,
		report->to);
}

/* The direction in which the stopped change was going. */
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
			"change %05d ended its own transaction, so it cannot be resumed: find out which part of it was done, then say "
			"`dbalign resolve %d --done` or"
			" `--redo`, with --note",
			*number, *number);
	return true;
}

/*
 * A change outside transactions may be unfinished because another run works on it: its lock is waited for. If nobody holds the
 * lock, the change has stopped.
 */
static bool check_complete(struct run *run, const struct apply_options *options, GError **error)
{
	enum direction direction;
	int number;

	if (!run->state.incomplete)
		return true;
	if (!run_lock(run, options->dry_run, error))
		return false;
	if (!run->state.incomplete)
		return true;
	return find_direction(run, &direction, &number, error) &&
	       migrate_fail(error, MIGRATE_INCOMPLETE,
		       "%s: change %05d, which runs outside transactions, has stopped halfway; nothing was done: `dbalign "
		       "status` tells at which "
		       "step, `dbalign resume` goes on",
		       run->session->name, number);
}

/* Takes the lock and reads the state again, since another run may have changed it. */
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
	return check_complete(run, journey->options, error) && route_find(run, journey->options, &journey->route, error) &&
	       (before == run->state.number || route_check(run, &journey->route, journey->options, error)) &&
	       admit(run, &journey->route, error) && admit_record(run, error);
}

static bool may_change(const struct journey *journey, GError **error)
{
	const struct apply_options *options = journey->options;

	const struct environment *environment = journey->run->environment;

	if (options->dry_run)
		return true;
	if (environment->window && !options->any_time && !window_contains(environment->window, g_get_real_time() / G_USEC_PER_SEC))
		return migrate_fail(error, MIGRATE_REFUSED,
			"environment %s may be changed only at %s; nothing was done: --any-time overrides that", environment->name,
			environment->window);
	return !options->confirm || options->confirm(environment, options->given, error);
}

static bool apply_route(struct run *run, const struct apply_options *options, struct apply_report *report, GError **error)
{
	struct journey journey = {
		.run = run,
		.options = options,
		.report = report,
		.nested = options->dry_run || options->single_transaction,
	};

	bool good = check_complete(run, options, error) && (options->use_stored || run_check_state(run, error)) &&
		    route_find(run, options, &journey.route, error) && admit(run, &journey.route, error) &&
		    route_check(run, &journey.route, options, error);
	if (good && route_length(&journey.route)) {
		good = may_change(&journey, error) && lock_and_look_again(&journey, error);
		report->from = report->to = run->state.number;
		good = good && (!route_length(&journey.route) || walk(&journey, error));
		if (!good && must_revert(&journey, *error))
			revert(&journey, error);
	}
	journal_write(run->journal, good ? "done" : "stopped",
		json_pack("{si ss*}", "at", report->to, "message", good || !error || !*error ? NULL : (*error)->message), true);
	journey_clear(&journey);
	return good;
}

/* Rolls back drafts that have changed since, with the rollback that the registry has stored. */
static bool take_back_stale(struct run *run, const struct apply_options *options, struct apply_report *report, GError **error)
{
	const struct apply_options down = { .direction = DOWN,
		.to = run->stale - 1,
		.use_stored = true,
		.any_time = options->any_time,
		.confirm = options->confirm,
		.given = options->given };

	if (options->dry_run || options->single_transaction)
		return migrate_fail(error, MIGRATE_REFUSED,
			"drafts were edited after they were applied, and rolling them back cannot be part of one transaction; nothing "
			"was done: apply without that, or "
			"`dbalign down --to %d --use-stored` before",
			down.to);
	session_say(run->session, "drafts that were edited since are rolled back first");
	return apply_route(run, &down, report, error) && run_check_state(run, error);
}

bool apply(struct run *run, const struct apply_options *options, struct apply_report *report, GError **error)
{
	*report = (struct apply_report){
		.from = run->state.number, .to = run->state.number, .dry_run = options->dry_run, .changes = json_array()
	};
	return (options->direction == DOWN ||
		       (run_check_state(run, error) && (!run->stale || take_back_stale(run, options, report, error)))) &&
	       apply_route(run, options, report, error);
}

bool apply_resume(struct run *run, struct apply_report *report, GError **error)
{
	static const struct apply_options options = { .to = -1 };
	struct journey journey = { .run = run, .options = &options, .report = report };
	enum direction direction = UP;
	int number = 0;

	/* another run may work on the change, and finish it while this one waits for the lock */
	bool good = !run->state.exists || !run->state.incomplete || run_lock(run, false, error);
	*report = (struct apply_report){ .from = run->state.number, .to = run->state.number, .changes = json_array() };
	if (good && !run->state.incomplete)
		session_say(run->session, "there is nothing to resume; the database is at %05d", run->state.number);
	if (!good || !run->state.incomplete)
		return good;
	if (!run_check_state(run, error) || !admit_again(run, error) || !find_direction(run, &direction, &number, error))
		return false;
	journey.route =
		(struct route){ .direction = direction, .from = run->state.number, .to = direction == UP ? number : number - 1 };
	struct stage *stage = journey_begin(&journey, error) ? journey_stage(&journey, number, error) : NULL;
	interrupt_hold();
	good = stage && travel_resume(&journey, &stage->transaction, error);
	stage_free(stage);
	journey_clear(&journey);
	return good;
}
