/* One change in one transaction. */
#include "migrate/transact.h"

#include <string.h>

#include "migrate/expect.h"
#include "migrate/fault.h"
#include "migrate/pipeline.h"
#include "migrate/record.h"
#include "migrate/result.h"
#include "migrate/status.h"
#include "sql/quote.h"

void transaction_clear(struct transaction *transaction)
{
	g_clear_pointer(&transaction->fingerprint_after, g_free);
	g_clear_pointer(&transaction->assertions, g_ptr_array_unref);
}

static const char *user_of(const struct transaction *transaction)
{
	const struct leg *leg = transaction->leg;

	if (leg->header->role && strcmp(leg->header->role, "self") == 0)
		return NULL;
	return leg->role ? leg->role : transaction->run->session->user;
}

static struct part part_of(const struct transaction *transaction, const char *phase, const struct leg_file *file,
	enum migrate_status status, struct contract *contract)
{
	return (struct part){ .phase = phase,
		.file = file->path,
		.statements = file->statements,
		.status = status,
		.role = user_of(transaction),
		.contract = contract };
}

static void set(struct pipeline *pipeline, const char *read_only, const char *search_path, const char *role)
{
	const char *const values[] = { read_only, search_path, role ? role : "none" };

	pipeline_run(pipeline, REGISTRY_SET, G_N_ELEMENTS(values), values, NULL);
}

/* Functions and other bodies, into which no value is put, find them by current_setting('patch.NAME'). */
static void set_variables(struct pipeline *pipeline, const struct transaction *transaction)
{
	const GPtrArray *declared = transaction->leg->header->variables;
	g_autoptr(GString) sql = g_string_new("SELECT ");

	for (guint i = 0; declared && i < declared->len; i++) {
		const struct variable_declaration *declaration = declared->pdata[i];
		g_autofree char *name = g_strconcat("patch.", declaration->name, NULL);
		struct variable variable;
		if (variables_get(transaction->run->environment->variables, declaration, &variable, NULL))
			quote_format(sql, "%spg_catalog.set_config(%L, %L, true)", i ? ", " : "", name, variable.value);
	}
	if (declared && declared->len)
		pipeline_text(pipeline, sql->str);
}

static bool judge(struct contract *contract, enum migrate_status status, struct failure *failure)
{
	bool missing;
	const struct assertion *bad = contract_end(contract, &missing);

	if (missing) {
		failure_set(failure, status, contract->phase,
			"it asserts nothing: a boolean column, `-- expect: none` or a line of TAP is needed");
		failure_locate(failure, contract->file, NULL);
	} else if (bad) {
		failure_set(failure, status, contract->phase, "%s assertion %d %s%s", contract->phase, bad->number,
			"is not so: ", bad->value);
		failure->file = g_strdup(contract->file);
		failure->line = bad->line;
		failure->column = bad->line ? 1 : 0;
		failure->statement = g_strdup(bad->text);
		failure->caret = g_strdup(bad->text);
	}
	return !missing && !bad;
}

/* The transaction begins; the state is ours until its end. */
static void send_begin(struct pipeline *pipeline, const struct transaction *transaction, PGresult **state)
{
	const struct leg *leg = transaction->leg;
	const char *const timeouts[] = { leg->lock_timeout, leg->statement_timeout };

	if (!transaction->nested)
		pipeline_text(pipeline, "BEGIN");
	pipeline_run(pipeline, REGISTRY_BEGIN, G_N_ELEMENTS(timeouts), timeouts, state);
	set_variables(pipeline, transaction);
	if (transaction->nested && leg->carries)
		pipeline_text(pipeline, "DELETE FROM pg_temp.contract");
}

/*
 * A file that only looks: real tables are read-only, the temporary table "contract" is not. pgTAP's plan() makes temporary tables, which that does not permit:
 * whatever a file with a plan does is rolled back instead, values in "contract" included.
 */
static void send_looking(struct pipeline *pipeline, const struct transaction *transaction, const struct leg_file *file, const struct part *part)
{
	pipeline_text(pipeline, "SAVEPOINT dbalign");
	set(pipeline, file->plans ? "off" : "on", transaction->leg->search_path, transaction->leg->role);
	pipeline_part(pipeline, part);
	if (file->plans)
		pipeline_text(pipeline, "ROLLBACK TO SAVEPOINT dbalign");
	pipeline_text(pipeline, "RELEASE SAVEPOINT dbalign");
}

/* Never trust what was read before: another runner may have been faster. */
static bool check_state(const struct transaction *transaction, const PGresult *state, struct failure *failure)
{
	int number = transaction->leg->change->number - (transaction->leg->direction == UP);

	if (PQntuples(state) == 1 && result_int(state, 0, 0) == number &&
		strcmp(result_text(state, 0, 1), transaction->head_before) == 0)
		return true;
	return failure_set(failure, MIGRATE_LOCKED, "begin",
		"the state of the database is not at %05d any more: somebody else has changed dbalign.state; run `dbalign status`",
		number);
}

static bool run_before(struct transaction *transaction, struct pipeline *pipeline, PGresult **state, struct failure *failure)
{
	const struct leg *leg = transaction->leg;
	struct contract contract;

	pipeline_begin(pipeline, transaction->run->session, "begin");
	send_begin(pipeline, transaction, state);
	if (!leg->pre.statements)
		return true; /* the build goes with it */
	contract_begin(&contract, "pre", leg->pre.path, transaction->assertions);
	struct part part = part_of(transaction, "pre", &leg->pre, MIGRATE_PRE, &contract);
	send_looking(pipeline, transaction, &leg->pre, &part);
	if (!pipeline_end(pipeline, failure) || !check_state(transaction, *state, failure) ||
		!judge(&contract, MIGRATE_PRE, failure))
		return false;
	fault_point("pre", transaction->run->session->pid);
	pipeline_begin(pipeline, transaction->run->session, "build");
	return true;
}

/*
 * Deferred constraints are checked before the postcondition, while there is a file to name. Among several changes in one transaction that must
 * not last, as the next change may count on their being deferred: the savepoint takes it back.
 */
static void send_after(struct pipeline *pipeline, const struct transaction *transaction, const struct part *part)
{
	const struct leg *leg = transaction->leg;

	set(pipeline, "off", "pg_catalog", NULL);
	if (transaction->nested)
		pipeline_text(pipeline, "SAVEPOINT dbalign_constraints");
	pipeline_text_of(pipeline, "SET CONSTRAINTS ALL IMMEDIATE", "constraints", leg->main.path);
	if (leg->post.statements)
		send_looking(pipeline, transaction, &leg->post, part);
	set(pipeline, "off", "pg_catalog", NULL);
	if (transaction->nested) {
		pipeline_text(pipeline, "ROLLBACK TO SAVEPOINT dbalign_constraints");
		pipeline_text(pipeline, "RELEASE SAVEPOINT dbalign_constraints");
	}
}

static bool run_rest(struct transaction *transaction, struct pipeline *pipeline, struct failure *failure)
{
	const struct leg *leg = transaction->leg;
	const char *main = leg->direction == UP ? "build" : "rollback", *after = leg->direction == UP ? "post" : "pre";
	struct part build = part_of(transaction, main, &leg->main, MIGRATE_SQL, NULL);
	struct contract contract;

	contract_begin(&contract, after, leg->post.path, transaction->assertions);
	struct part post = part_of(transaction, after, &leg->post, MIGRATE_POST, &contract);
	pipeline->phase = main;
	set(pipeline, "off", leg->search_path, leg->role);
	pipeline_part(pipeline, &build);
	send_after(pipeline, transaction, &post);
	bool good = pipeline_end(pipeline, failure);
	transaction->escaped = pipeline->escaped;
	if (!good || (leg->post.statements && !judge(&contract, MIGRATE_POST, failure)))
		return false;
	fault_point("post", transaction->run->session->pid);
	return true;
}

static bool run_files(struct transaction *transaction, struct failure *failure)
{
	struct pipeline pipeline = { 0 };
	AUTO_RESULT state = NULL;
	bool good = run_before(transaction, &pipeline, &state, failure) && run_rest(transaction, &pipeline, failure) &&
		    check_state(transaction, state, failure);

	pipeline_clear(&pipeline);
	return good;
}

/* Whether the COMMIT whose answer was lost took place: the attempt's row was changed by the same transaction. */
static bool ask_outcome(struct transaction *transaction, struct failure *failure)
{
	struct run *run = transaction->run;
	g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, transaction->attempt);
	const char *const values[] = { id };
	g_autoptr(GError) problem = NULL;
	AUTO_RESULT result = NULL;

	session_say(run->session, "%s: the connection was lost at COMMIT; connecting again", transaction->leg->change->name);
	if (run_recover(run, &problem))
		result = session_query(
			run->session, "SELECT result FROM dbalign.attempt WHERE id = $1::bigint", 1, values, &problem);
	if (!result) {
		failure_set(failure, MIGRATE_UNKNOWN, "commit",
			"the answer to COMMIT was lost, and whether it took place could not be learnt (%s); it did if this gives \"applied\": SELECT result FROM "
			"dbalign.attempt WHERE"
			" id = %s; running dbalign again is safe",
			problem->message, id);
		return false;
	}
	bool applied = PQntuples(result) && strcmp(PQgetvalue(result, 0, 0), "applied") == 0;
	session_say(run->session, "%s: the commit %s durable", transaction->leg->change->name, applied ? "was" : "was not");
	transaction->next_attempt = 0; /* what was begun with it is marked as crashed */
	if (applied)
		return true;
	g_strlcpy(failure->sqlstate, "08006", sizeof(failure->sqlstate));
	return failure_set(failure, MIGRATE_CONNECTION, "commit", "the connection was lost at COMMIT, which did not take place");
}

static bool commit(struct transaction *transaction, struct failure *failure)
{
	struct session *session = transaction->run->session;
	g_autoptr(GError) problem = NULL;

	fault_point("record", session->pid);
	AUTO_RESULT result = session_text(session, "COMMIT", &problem);
	if (!result && g_error_matches(problem, MIGRATE_ERROR, MIGRATE_CONNECTION))
		return ask_outcome(transaction, failure);
	if (!result)
		return failure_of_error(failure, "commit", problem);
	if (strcmp(PQcmdStatus(result), "COMMIT") != 0)
		return failure_set(failure, MIGRATE_SQL, "commit", "the server answered COMMIT with %s", PQcmdStatus(result));
	fault_point("commit", session->pid);
	return true;
}

/* After a failure: what is left of it is taken back, where somebody can still be told to. */
static void undo(struct transaction *transaction)
{
	if (transaction->nested || session_is_lost(transaction->run->session))
		return;
	AUTO_RESULT result = session_text(transaction->run->session, "ROLLBACK", NULL);
	(void)result;
}

static void start(struct transaction *transaction)
{
	if (!transaction->assertions)
		transaction->assertions = g_ptr_array_new_with_free_func(assertion_free);
}

bool transact(struct transaction *transaction, struct failure *failure)
{
	gint64 begun = g_get_monotonic_time();

	start(transaction);
	bool good = run_files(transaction, failure) && expect_check(transaction, failure);
	transaction->seconds = (double)(g_get_monotonic_time() - begun) / G_USEC_PER_SEC;
	good = good && record(transaction, failure) && (transaction->nested || commit(transaction, failure));
	if (!good)
		undo(transaction);
	return good;
}

bool transact_pre(struct transaction *transaction, char **contract, struct failure *failure)
{
	struct pipeline pipeline = { 0 };
	AUTO_RESULT state = NULL;
	g_autoptr(GError) problem = NULL;

	start(transaction);
	bool looked = transaction->leg->pre.statements;
	bool good = run_before(transaction, &pipeline, &state, failure);
	/* run_before() leaves a pipeline for the build to go into */
	good = pipeline_end(&pipeline, failure) && good && (looked || check_state(transaction, state, failure));
	pipeline_clear(&pipeline);
	if (good && !record_contract(transaction, contract, &problem))
		good = failure_of_error(failure, "pre", problem);
	undo(transaction);
	return good;
}

static bool run_post(
	struct transaction *transaction, struct pipeline *pipeline, const char *contract, PGresult **state, struct failure *failure)
{
	const struct leg *leg = transaction->leg;
	struct contract judged;

	pipeline_begin(pipeline, transaction->run->session, "post");
	send_begin(pipeline, transaction, state);
	if (contract) {
		g_autoptr(GString) sql = g_string_new(NULL);
		quote_format(sql, "INSERT INTO pg_temp.contract SELECT key, value FROM jsonb_each_text(%L)", contract);
		pipeline_text(pipeline, sql->str);
	}
	const char *phase = leg->direction == UP ? "post" : "pre";
	contract_begin(&judged, phase, leg->post.path, transaction->assertions);
	struct part part = part_of(transaction, phase, &leg->post, MIGRATE_POST, &judged);
	if (leg->post.statements)
		send_looking(pipeline, transaction, &leg->post, &part);
	set(pipeline, "off", "pg_catalog", NULL);
	return pipeline_end(pipeline, failure) && (!leg->post.statements || judge(&judged, MIGRATE_POST, failure)) &&
	       check_state(transaction, *state, failure);
}

bool transact_post(struct transaction *transaction, const char *contract, struct failure *failure)
{
	struct pipeline pipeline = { 0 };
	AUTO_RESULT state = NULL;

	start(transaction);
	bool good = run_post(transaction, &pipeline, contract, &state, failure) && expect_check(transaction, failure) &&
		    record(transaction, failure) && commit(transaction, failure);
	pipeline_clear(&pipeline);
	if (!good)
		undo(transaction);
	return good;
}
