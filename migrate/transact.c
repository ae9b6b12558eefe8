/* Runs one change in one transaction. */
#include "migrate/transact.h"

#include <string.h>

#include "migrate/expect.h"
#include "migrate/fault.h"
#include "migrate/pipeline.h"
#include "migrate/transact_record.h"
#include "migrate/result.h"
#include "migrate/status.h"
#include "sql/quote.h"

void transaction_clear(struct transaction *transaction)
{
	g_clear_pointer(&transaction->fingerprint_after, g_free);
	g_clear_pointer(&transaction->assertions, g_ptr_array_unref);
	g_clear_pointer(&transaction->state, PQclear);
	pipeline_clear(&transaction->pipeline);
	failure_clear(&transaction->early);
	transaction->next = NULL;
	transaction->escaped = transaction->begun = false;
	transaction->seconds = 0;
}

static const char *user_of(const struct transaction *transaction)
{
	const struct leg *leg = transaction->leg;

	if (leg->header->role && strcmp(leg->header->role, "self") == 0)
		return NULL;
	return leg->role ? leg->role : transaction->run->session->user;
}

static const char *role_of(const struct leg *leg)
{
	return leg->role ? leg->role : "none";
}

/* The settings after a part are those of the next file, or of our own statements. */
static struct part part_of(const struct transaction *transaction, const char *phase, const struct leg_file *file,
	enum migrate_status status, struct contract *contract, bool file_follows)
{
	const struct leg *leg = transaction->leg;

	return (struct part){ .phase = phase,
		.file = file->path,
		.statements = file->statements,
		.status = status,
		.role = user_of(transaction),
		.contract = contract,
		.after = { file_follows ? leg->search_path : "pg_catalog", file_follows ? role_of(leg) : "none" } };
}

/* Function bodies, into which no value is substituted, read variables with current_setting('patch.NAME'). */
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
			"does not hold: ", bad->value);
		failure->file = g_strdup(contract->file);
		failure->line = bad->line;
		failure->column = bad->line ? 1 : 0;
		failure->statement = g_strdup(bad->text);
		failure->caret = g_strdup(bad->text);
	}
	return !missing && !bad;
}

/* Begins the transaction and locks the state's row until its end. */
static void send_begin(struct transaction *transaction, struct pipeline *pipeline)
{
	const struct leg *leg = transaction->leg;
	const char *const values[] = { leg->lock_timeout, leg->statement_timeout, leg->search_path, role_of(leg) };

	if (!transaction->nested)
		pipeline_text(pipeline, "BEGIN");
	pipeline_run(pipeline, REGISTRY_BEGIN, G_N_ELEMENTS(values), values, &transaction->state);
	set_variables(pipeline, transaction);
	if (transaction->nested && leg->carries)
		pipeline_text(pipeline, "DELETE FROM pg_temp.contract");
}

/*
 * Sends a file that only reads: permanent tables are read-only, the temporary table "contract" is not. pgTAP's plan() creates
 * temporary tables, which a read-only transaction refuses: a file with a plan is rolled back instead, including values in
 * "contract".
 */
static void send_looking(struct pipeline *pipeline, const struct leg_file *file, const struct part *part)
{
	pipeline_text(pipeline, "SAVEPOINT dbalign");
	if (!file->plans)
		pipeline_text(pipeline, "SET LOCAL transaction_read_only = on");
	pipeline_part(pipeline, part);
	if (file->plans)
		pipeline_text(pipeline, "ROLLBACK TO SAVEPOINT dbalign");
	pipeline_text(pipeline, "RELEASE SAVEPOINT dbalign");
}

/* Compares the state with the expected one: another runner may have changed it. */
static bool check_state(const struct transaction *transaction, struct failure *failure)
{
	const PGresult *state = transaction->state;

	int number = transaction->leg->change->number - (transaction->leg->direction == UP);

	if (PQntuples(state) == 1 && result_int(state, 0, 0) == number &&
		strcmp(result_text(state, 0, 1), transaction->head_before) == 0)
		return true;
	return failure_set(failure, MIGRATE_LOCKED, "begin",
		"the state of the database is not at %05d any more: somebody else has changed dbalign.state; run `dbalign status`",
		number);
}

void transact_begin(struct transaction *transaction, struct pipeline *pipeline)
{
	const struct leg *leg = transaction->leg;

	transaction->assertions = g_ptr_array_new_with_free_func(assertion_free);
	pipeline->phase = "begin";
	send_begin(transaction, pipeline);
	if (leg->pre.statements) {
		contract_begin(&transaction->contract, "pre", leg->pre.path, transaction->assertions);
		transaction->part = part_of(transaction, "pre", &leg->pre, MIGRATE_PRE, &transaction->contract, true);
		send_looking(pipeline, &leg->pre, &transaction->part);
	}
}

/* Begins the transaction, unless the end of the previous change did. */
static bool begin(struct transaction *transaction, struct failure *failure)
{
	if (transaction->begun) {
		*failure = transaction->early;
		transaction->early = (struct failure){ 0 };
		return failure->status == MIGRATE_DONE;
	}
	pipeline_begin(&transaction->pipeline, transaction->run->session, "begin");
	transact_begin(transaction, &transaction->pipeline);
	return pipeline_end(&transaction->pipeline, failure);
}

/* Runs and checks the precondition, before the build is sent. */
static bool run_before(struct transaction *transaction, struct failure *failure)
{
	if (!begin(transaction, failure) || !check_state(transaction, failure))
		return false;
	if (transaction->leg->pre.statements && !judge(&transaction->contract, MIGRATE_PRE, failure))
		return false;
	fault_point("pre", transaction->run->session->pid);
	return true;
}

/*
 * Checks deferred constraints before the postcondition, while there is a file to name, in the role that deferred them. For several
 * changes in one transaction the savepoint undoes SET CONSTRAINTS, as the next change may rely on deferral.
 */
static void send_after(struct pipeline *pipeline, const struct transaction *transaction, const struct part *part)
{
	const struct leg *leg = transaction->leg;

	if (transaction->nested)
		pipeline_text(pipeline, "SAVEPOINT dbalign_constraints");
	pipeline_text_of(pipeline, "SET CONSTRAINTS ALL IMMEDIATE", "constraints", leg->main.path);
	if (leg->post.statements)
		send_looking(pipeline, &leg->post, part);
	if (transaction->nested) {
		pipeline_text(pipeline, "ROLLBACK TO SAVEPOINT dbalign_constraints");
		pipeline_text(pipeline, "RELEASE SAVEPOINT dbalign_constraints");
	}
	if (transaction->nested || !leg->post.statements || leg->post.plans)
		pipeline_run(pipeline, REGISTRY_LEAVE, G_N_ELEMENTS(part->after), part->after, NULL);
}

/* Reads and splits the next change while the server works on this one. */
static bool wait_for(struct transaction *transaction, struct failure *failure)
{
	pipeline_send(&transaction->pipeline);
	if (transaction->find_next)
		transaction->next = transaction->find_next(transaction->data);
	bool good = pipeline_end(&transaction->pipeline, failure);
	transaction->escaped = transaction->pipeline.escaped;
	return good;
}

static bool run_rest(struct transaction *transaction, struct failure *failure)
{
	const struct leg *leg = transaction->leg;
	struct pipeline *pipeline = &transaction->pipeline;
	const char *main = leg->direction == UP ? "build" : "rollback", *after = leg->direction == UP ? "post" : "pre";
	struct part build = part_of(transaction, main, &leg->main, MIGRATE_SQL, NULL, true);
	struct contract contract;

	contract_begin(&contract, after, leg->post.path, transaction->assertions);
	struct part post = part_of(transaction, after, &leg->post, MIGRATE_POST, &contract, false);
	pipeline_begin(pipeline, transaction->run->session, main);
	pipeline_part(pipeline, &build);
	send_after(pipeline, transaction, &post);
	if (!wait_for(transaction, failure) || (leg->post.statements && !judge(&contract, MIGRATE_POST, failure)))
		return false;
	fault_point("post", transaction->run->session->pid);
	return true;
}

void transact_undo(struct transaction *transaction)
{
	if (transaction->nested || session_is_lost(transaction->run->session))
		return;
	AUTO_RESULT result = session_text(transaction->run->session, "ROLLBACK", NULL);
	(void)result;
}

bool transact(struct transaction *transaction, struct failure *failure)
{
	bool good = run_before(transaction, failure) && run_rest(transaction, failure) && expect_check(transaction, failure);

	transaction->seconds = (double)(g_get_monotonic_time() - transaction->pipeline.since) / G_USEC_PER_SEC;
	good = good && record(transaction, failure);
	if (!good)
		transact_undo(transaction);
	return good;
}

bool transact_pre(struct transaction *transaction, char **contract, struct failure *failure)
{
	g_autoptr(GError) problem = NULL;
	bool good = run_before(transaction, failure);

	if (good && !record_contract(transaction, contract, &problem))
		good = failure_of_error(failure, "pre", problem);
	transact_undo(transaction);
	return good;
}

static bool run_post(struct transaction *transaction, const char *contract, struct failure *failure)
{
	const struct leg *leg = transaction->leg;
	struct pipeline *pipeline = &transaction->pipeline;
	struct contract judged;

	pipeline_begin(pipeline, transaction->run->session, "post");
	send_begin(transaction, pipeline);
	if (contract) {
		g_autoptr(GString) sql = g_string_new(NULL);
		quote_format(sql, "INSERT INTO pg_temp.contract SELECT key, value FROM pg_catalog.jsonb_each_text(%L)", contract);
		pipeline_text(pipeline, sql->str);
	}
	const char *phase = leg->direction == UP ? "post" : "pre";
	contract_begin(&judged, phase, leg->post.path, transaction->assertions);
	struct part part = part_of(transaction, phase, &leg->post, MIGRATE_POST, &judged, false);
	if (leg->post.statements)
		send_looking(pipeline, &leg->post, &part);
	pipeline_run(pipeline, REGISTRY_LEAVE, G_N_ELEMENTS(part.after), part.after, NULL);
	return wait_for(transaction, failure) && (!leg->post.statements || judge(&judged, MIGRATE_POST, failure)) &&
	       check_state(transaction, failure);
}

bool transact_post(struct transaction *transaction, const char *contract, struct failure *failure)
{
	g_clear_pointer(&transaction->state, PQclear);
	if (!transaction->assertions) /* it continues what another run has begun */
		transaction->assertions = g_ptr_array_new_with_free_func(assertion_free);
	bool good = run_post(transaction, contract, failure) && expect_check(transaction, failure) && record(transaction, failure);

	if (!good)
		transact_undo(transaction);
	return good;
}
