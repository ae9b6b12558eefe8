/* Runs a change outside transactions, step by step. */
#include "migrate/step.h"

#include <string.h>

#include "catalog/read/sent.h"
#include "migrate/fault.h"
#include "migrate/file.h"
#include "migrate/probe.h"
#include "migrate/result.h"
#include "migrate/status.h"
#include "sql/quote.h"

struct steps {
	struct transaction *transaction;
	struct run *run;
	const struct leg *leg;
	int count;
	char *attempt; /* its id, as text */
	char *contract;
	bool touched; /* a step was begun that may have changed the database */
};

static const struct script_statement *statement_of(const struct steps *steps, int step)
{
	return steps->leg->main.statements->pdata[step - 1];
}

static const char *phase_of(const struct steps *steps)
{
	return steps->leg->direction == UP ? "build" : "rollback";
}

static void hash_step(const struct steps *steps, int step, char sha256[65])
{
	const struct script_statement *statement = statement_of(steps, step);

	/* a secret might be guessed from a hash */
	if (statement->secret)
		file_hash(statement->raw, statement->raw_length, sha256);
	else
		file_hash(statement->sql, strlen(statement->sql), sha256);
}

/* Runs a statement that is committed when it returns. */
static bool write_down(struct steps *steps, const char *sql, struct failure *failure)
{
	g_autoptr(GError) problem = NULL;
	AUTO_RESULT result = session_text(steps->run->session, sql, &problem);

	return result || failure_of_error(failure, "step", problem);
}

static void append_planned(const struct steps *steps, GString *sql, int from)
{
	for (int step = from; step <= steps->count; step++) {
		const struct script_statement *statement = statement_of(steps, step);
		g_autofree char *raw = g_strndup(statement->raw, statement->raw_length);
		char sha256[65];
		hash_step(steps, step, sha256);
		quote_format(sql, "INSERT INTO dbalign.step (attempt, number, sha256, statement) VALUES (%s, %d, %L, %L); ",
			steps->attempt, step, sha256, raw);
	}
}

static bool plan(struct steps *steps, struct failure *failure)
{
	g_autoptr(GString) sql = g_string_new(NULL);

	append_planned(steps, sql, 1);
	if (steps->contract)
		quote_format(sql, "UPDATE dbalign.attempt SET contract = %L WHERE id = %s; ", steps->contract, steps->attempt);
	return !sql->len || write_down(steps, sql->str, failure);
}

/* Sets the session's parameters for a step: outside transactions SET LOCAL has no effect. */
static bool enter(struct steps *steps, struct failure *failure)
{
	const struct leg *leg = steps->leg;
	g_autoptr(GString) sql = g_string_new(NULL);

	quote_format(sql, "SELECT set_config('lock_timeout', %L, false), set_config('statement_timeout', %L, false)",
		leg->lock_timeout, leg->statement_timeout);
	for (guint i = 0; leg->header->variables && i < leg->header->variables->len; i++) {
		const struct variable_declaration *declaration = leg->header->variables->pdata[i];
		g_autofree char *name = g_strconcat("patch.", declaration->name, NULL);
		struct variable variable;
		if (variables_get(steps->run->environment->variables, declaration, &variable, NULL))
			quote_format(sql, ", set_config(%L, %L, false)", name, variable.value);
	}
	quote_format(sql, ", set_config('search_path', %L, false), set_config('role', %L, false)", leg->search_path,
		leg->role ? leg->role : "none");
	return write_down(steps, sql->str, failure);
}

static bool leave(struct steps *steps, struct failure *failure)
{
	return write_down(steps,
		"SELECT pg_catalog.set_config('role', 'none', false), pg_catalog.set_config('search_path', 'pg_catalog', false)",
		failure);
}

/* Runs one statement of the file, outside transactions. */
static bool send(struct steps *steps, int step, struct failure *failure)
{
	const struct script_statement *statement = statement_of(steps, step);
	struct session *session = steps->run->session;
	PGresult *next;

	sent_begin(session->connection, statement->sql);
	if (!PQsendQueryParams(session->connection, statement->sql, 0, NULL, NULL, NULL, NULL, 0))
		return failure_of_result(failure, session, MIGRATE_SQL, phase_of(steps), steps->leg->main.path, statement, NULL);
	bool any = false;
	while ((next = session_await(session))) {
		any = true;
		if (!result_is_good(next))
			failure_of_result(failure, session, MIGRATE_SQL, phase_of(steps), steps->leg->main.path, statement, next);
		PQclear(next);
	}
	sent_end(session->connection);
	if (!any)
		failure_of_result(failure, session, MIGRATE_SQL, phase_of(steps), steps->leg->main.path, statement, NULL);
	if (failure->status == MIGRATE_DONE && PQtransactionStatus(session->connection) != PQTRANS_IDLE) {
		failure_set(failure, MIGRATE_SQL, phase_of(steps), "the statement left a transaction open");
		failure_locate(failure, steps->leg->main.path, statement);
	}
	return failure->status == MIGRATE_DONE;
}

static bool mark(struct steps *steps, int step, const char *state, struct failure *failure)
{
	g_autoptr(GString) sql = g_string_new(NULL);

	if (strcmp(state, "started") == 0)
		quote_format(sql,
			"UPDATE dbalign.step SET state = 'started', started = clock_timestamp() WHERE attempt = %s AND number = "
			"%d; UPDATE dbalign.state SET "
			"incomplete = %s",
			steps->attempt, step, steps->attempt);
	else
		quote_format(sql,
			"UPDATE dbalign.step SET state = %L, finished = clock_timestamp() WHERE attempt = %s AND number = %d",
			state, steps->attempt, step);
	journal_write(steps->run->journal, "step", json_pack("{ss si ss}", "attempt", steps->attempt, "step", step, "state", state),
		true);
	return write_down(steps, sql->str, failure);
}

/* Examines a failed step. *clean: it had no effect. */
static bool look_after_failure(struct steps *steps, int step, bool *clean)
{
	g_autofree char *repair = NULL, *what = NULL;
	g_autoptr(GError) problem = NULL;
	AUTO_FAILURE other = { 0 };
	enum probe probe;
	bool completes;

	*clean = false;
	if (session_is_lost(steps->run->session))
		return false;
	AUTO_RESULT ended = session_text(steps->run->session, "ROLLBACK", NULL);
	bool good = ended && enter(steps, &other) &&
		    probe_step(steps->run, steps->leg, step, &probe, &repair, &completes, &what, &problem);
	good = leave(steps, &other) && good && mark(steps, step, "failed", &other);
	*clean = good && (probe == PROBE_UNDONE || probe_is_atomic(statement_of(steps, step)->sql));
	return good;
}

static bool run_step(struct steps *steps, int step, struct failure *failure)
{
	int pid = steps->run->session->pid;

	if (!mark(steps, step, "started", failure))
		return false;
	fault_point("step-started", pid);
	bool good = enter(steps, failure) && send(steps, step, failure);
	if (!good) {
		bool clean;
		look_after_failure(steps, step, &clean);
		steps->touched |= !clean;
		return false;
	}
	steps->touched = true;
	fault_point("step-run", pid);
	good = leave(steps, failure) && mark(steps, step, "done", failure);
	fault_point("step-done", pid);
	return good;
}

/* If the statements fail as a whole, without any effect, the change counts as not begun. */
static bool conclude(struct steps *steps, bool good, struct failure *failure)
{
	AUTO_FAILURE other = { 0 };

	if (good || failure->status == MIGRATE_UNKNOWN)
		return good;
	if (!steps->touched) {
		if (!session_is_lost(steps->run->session))
			write_down(steps, "UPDATE dbalign.state SET incomplete = NULL WHERE incomplete IS NOT NULL", &other);
		return false;
	}
	failure->status = MIGRATE_INCOMPLETE;
	return false;
}

static struct steps begin(struct transaction *transaction)
{
	return (struct steps){ .transaction = transaction,
		.run = transaction->run,
		.leg = transaction->leg,
		.count = (int)transaction->leg->main.statements->len,
		.attempt = g_strdup_printf("%" G_GINT64_FORMAT, transaction->attempt) };
}

static void end(struct steps *steps)
{
	g_free(steps->attempt);
	g_free(steps->contract);
}

bool step_run(struct transaction *transaction, struct failure *failure)
{
	struct steps steps = begin(transaction);
	bool good = transact_pre(transaction, &steps.contract, failure) && plan(&steps, failure);

	for (int step = 1; step <= steps.count && good; step++) {
		session_say(
			steps.run->session, "%s: step %d of %d, outside a transaction", steps.leg->change->name, step, steps.count);
		good = run_step(&steps, step, failure);
	}
	good = good && transact_post(transaction, steps.contract, failure);
	good = conclude(&steps, good, failure);
	end(&steps);
	return good;
}

/* Copies the steps that the previous attempt began to this one. Returns the first step that was not begun; 0 with a failure. */
static int take_over(struct steps *steps, int64_t before, GPtrArray *states, struct failure *failure)
{
	g_autofree char *old = g_strdup_printf("%" G_GINT64_FORMAT, before);
	const char *const values[] = { old };
	g_autoptr(GError) problem = NULL;
	g_autoptr(GString) sql = g_string_new(NULL);
	AUTO_RESULT result = session_query(steps->run->session,
		"SELECT s.state, s.sha256, t.contract FROM dbalign.attempt t LEFT JOIN dbalign.step s ON s.attempt = t.id WHERE "
		"t.id = $1::bigint ORDER BY "
		"s.number",
		1, values, &problem);

	if (!result) {
		failure_of_error(failure, "step", problem);
		return 0;
	}
	steps->contract = PQntuples(result) ? g_strdup(result_text(result, 0, 2)) : NULL;
	int step = 1;
	for (; step <= PQntuples(result) && result_text(result, step - 1, 0) &&
		strcmp(result_text(result, step - 1, 0), "planned") != 0;
		step++) {
		const char *state = result_text(result, step - 1, 0);
		char sha256[65] = "";
		if (step <= steps->count)
			hash_step(steps, step, sha256);
		if (strcmp(state, "failed") != 0 && strcmp(sha256, result_text(result, step - 1, 1)) != 0) {
			failure_set(failure, MIGRATE_INTEGRITY, "step",
				"step %d was run with a text that %s no longer has: restore the file, or say by `dbalign resolve` "
				"what is so",
				step, steps->leg->main.path);
			return 0;
		}
		g_ptr_array_add(states, g_strdup(state));
	}
	quote_format(sql,
		"INSERT INTO dbalign.step SELECT %s, number, sha256, statement, state, started, finished, error FROM dbalign.step "
		"WHERE attempt = %s AND "
		"number < %d; ",
		steps->attempt, old, step);
	append_planned(steps, sql, step);
	quote_format(sql,
		"UPDATE dbalign.attempt n SET contract = o.contract FROM dbalign.attempt o WHERE n.id = %s AND o.id = %s; UPDATE "
		"dbalign.state SET incomplete = %s",
		steps->attempt, old, steps->attempt);
	return write_down(steps, sql->str, failure) ? step : 0;
}

/* Runs the statement that removes, or completes, the remains of a step. */
static bool repair_step(struct steps *steps, const char *repair, struct failure *failure)
{
	g_autoptr(GError) problem = NULL;

	session_say(steps->run->session, "%s: %s", steps->leg->change->name, repair);
	AUTO_RESULT result = session_text(steps->run->session, repair, &problem);
	return result || failure_of_error(failure, "step", problem);
}

/* Examines a step that was begun: *done, or else ready to run again. */
static bool settle_step(struct steps *steps, int step, bool *done, struct failure *failure)
{
	enum { TRIES = 20 };

	for (int tries = 0; tries < TRIES; tries++) {
		g_autofree char *repair = NULL, *what = NULL;
		g_autoptr(GError) problem = NULL;
		enum probe probe;
		bool completes;

		bool good = enter(steps, failure);
		if (good && !probe_step(steps->run, steps->leg, step, &probe, &repair, &completes, &what, &problem))
			good = failure_of_error(failure, "step", problem);
		if (good && what)
			session_say(steps->run->session, "%s: step %d: %s", steps->leg->change->name, step, what);
		if (good && probe == PROBE_LEFTOVER)
			good = repair_step(steps, repair, failure);
		if (!leave(steps, failure) || !good)
			return false;
		*done = probe == PROBE_DONE || (probe == PROBE_LEFTOVER && completes);
		if (probe == PROBE_UNKNOWN) {
			failure_set(failure, MIGRATE_INCOMPLETE, "step",
				"the catalogs do not show whether step %d is done, and the header has no probe for it: "
				"look, then say"
				" `dbalign resolve %d --step %d --done` or `--redo`, with --note, and resume",
				step, steps->leg->change->number, step);
			failure_locate(failure, steps->leg->main.path, statement_of(steps, step));
		}
		if (*done || probe != PROBE_LEFTOVER)
			return probe != PROBE_UNKNOWN;
	}
	return failure_set(failure, MIGRATE_INCOMPLETE, "step", "step %d leaves something behind each time that it is run", step);
}

static bool resume_step(struct steps *steps, int step, const char *state, struct failure *failure)
{
	bool done = strcmp(state, "done") == 0;

	if (done) {
		session_say(steps->run->session, "%s: step %d of %d is done already", steps->leg->change->name, step, steps->count);
		return true;
	}
	if (strcmp(state, "planned") != 0 && !settle_step(steps, step, &done, failure))
		return false;
	if (done)
		return mark(steps, step, "done", failure);
	session_say(steps->run->session, "%s: step %d of %d, outside a transaction", steps->leg->change->name, step, steps->count);
	return run_step(steps, step, failure);
}

bool step_resume(struct transaction *transaction, int64_t before, struct failure *failure)
{
	struct steps steps = begin(transaction);
	g_autoptr(GPtrArray) states = g_ptr_array_new_with_free_func(g_free);
	bool good = take_over(&steps, before, states, failure) > 0;

	steps.touched = true; /* by the previous attempt */
	for (int step = 1; step <= steps.count && good; step++)
		good = resume_step(&steps, step, step <= (int)states->len ? states->pdata[step - 1] : "planned", failure);
	good = good && transact_post(transaction, steps.contract, failure);
	if (!good && failure->status != MIGRATE_UNKNOWN && failure->status != MIGRATE_INTEGRITY)
		failure->status = MIGRATE_INCOMPLETE;
	end(&steps);
	return good;
}
