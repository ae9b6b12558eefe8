/* Writes the log of a finished change, and commits. */
#include "migrate/transact_record.h"

#include <string.h>

#include "migrate/attempt.h"
#include "migrate/drafts.h"
#include "migrate/fault.h"
#include "migrate/result.h"
#include "migrate/status.h"
#include "migrate/watch.h"

bool record_contract(const struct transaction *transaction, char **contract, GError **error)
{
	if (!transaction->leg->carries)
		return true;
	AUTO_RESULT result = session_text(
		transaction->run->session, "SELECT pg_catalog.jsonb_object_agg(key, value) FROM pg_temp.contract", error);
	if (!result)
		return false;
	*contract = g_strdup(result_text(result, 0, 0));
	return true;
}

static const char *sha_of(const struct numbered_change *change, enum file_kind kind)
{
	const struct change_file *file = change_file(change, kind);

	return file ? file->sha256 : NULL;
}

static const char *text_of(const struct numbered_change *change, enum file_kind kind)
{
	const struct change_file *file = change_file(change, kind);

	return file ? file->text : NULL;
}

static void send_log(const struct transaction *transaction, const char *contract, struct pipeline *pipeline, PGresult **logged)
{
	const struct leg *leg = transaction->leg;
	const struct numbered_change *change = leg->change;
	const struct leg *next = transaction->next ? transaction->next->leg : NULL;
	g_autofree char *number = g_strdup_printf("%d", change->number),
			*attempt = g_strdup_printf("%" G_GINT64_FORMAT, transaction->attempt);
	g_autofree char *duration = g_strdup_printf("%.6f s", transaction->seconds),
			*next_number = next ? g_strdup_printf("%d", next->change->number) : NULL;
	g_autofree char *assertions = assertions_text(transaction->assertions);
	const char *release = run_release(transaction->run);
	const char *next_slug = next ? next->change->slug : NULL, *next_variables = next ? next->variables : NULL;

	if (leg->direction == UP) {
		const char *const values[] = { transaction->run->id, number, transaction->head_after,
			transaction->fingerprint_after, transaction->head_before, change->slug, sha_of(change, FILE_BUILD),
			sha_of(change, FILE_ROLLBACK), sha_of(change, FILE_PRE), sha_of(change, FILE_POST),
			sha_of(change, FILE_EXPECT), leg->rendered, text_of(change, FILE_ROLLBACK), text_of(change, FILE_PRE),
			leg->directives, leg->role ? leg->role : transaction->run->session->user, duration,
			transaction->fingerprint, attempt, contract, assertions, next_number, next_slug, next_variables,
			draft_is(change) ? "true" : "false", release };
		pipeline_run(pipeline, REGISTRY_UP, G_N_ELEMENTS(values), values, logged);
	} else {
		const char *const values[] = { transaction->run->id, number, transaction->head_after,
			transaction->fingerprint_after, transaction->head_before, attempt, contract, assertions, next_number,
			next_slug, next_variables, release };
		pipeline_run(pipeline, REGISTRY_DOWN, G_N_ELEMENTS(values), values, logged);
	}
}

/* Finds out whether the COMMIT whose answer was lost took place: then the attempt's row was changed by the same transaction. */
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
	if (!result)
		return failure_set(failure, MIGRATE_UNKNOWN, "commit",
			"the answer to COMMIT was lost, and it could not be found out whether it took place (%s); it did if this gives "
			"\"applied\": SELECT result FROM "
			"dbalign.attempt WHERE id = %s; running dbalign again is safe",
			problem->message, id);
	bool applied = PQntuples(result) && strcmp(PQgetvalue(result, 0, 0), "applied") == 0;
	session_say(run->session, "%s: the commit %s durable", transaction->leg->change->name, applied ? "was" : "was not");
	if (applied)
		return true;
	g_strlcpy(failure->sqlstate, "08006", sizeof(failure->sqlstate));
	return failure_set(failure, MIGRATE_CONNECTION, "commit", "the connection was lost at COMMIT, which did not take place");
}

/* Sets the failure, unless a statement of the next change has failed. */
static bool explain(struct transaction *transaction, struct failure *found, struct failure *failure)
{
	static const char division_by_zero[] = "22012";

	if (found->status == MIGRATE_CONNECTION && !transaction->nested) {
		failure_clear(found);
		return ask_outcome(transaction, failure);
	}
	if (strcmp(found->sqlstate, division_by_zero) == 0) {
		failure_clear(found);
		return failure_set(failure, MIGRATE_LOCKED, "record",
			"the state of the database was changed by somebody else meanwhile; run `dbalign status`");
	}
	*failure = *found;
	return false;
}

/*
 * Whether the next change can begin together with COMMIT: not one outside transactions, nor after session settings that have to be
 * restored first.
 */
static bool can_begin(const struct transaction *transaction, const struct transaction *next)
{
	return next && !transaction->nested && !transaction->leg->sets && next->leg->header->transaction;
}

static bool send_all(struct transaction *transaction, const char *contract, struct failure *failure)
{
	struct transaction *next = can_begin(transaction, transaction->next) ? transaction->next : NULL;
	struct pipeline *pipeline = next ? &next->pipeline : &transaction->pipeline;
	AUTO_RESULT logged = NULL;
	AUTO_RESULT committed = NULL;
	struct failure found = { 0 };

	pipeline_begin(pipeline, transaction->run->session, "record");
	send_log(transaction, contract, pipeline, &logged);
	if (!transaction->nested)
		pipeline_run(pipeline, REGISTRY_COMMIT, 0, NULL, &committed);
	guint ours = pipeline_length(pipeline);
	if (next)
		transact_begin(next, pipeline);
	if (!pipeline_end(pipeline, &found) && pipeline->failed < ours)
		return explain(transaction, &found, failure);
	if (committed && strcmp(PQcmdStatus(committed), "COMMIT") != 0) {
		failure_clear(&found);
		return failure_set(failure, MIGRATE_SQL, "commit", "the server answered COMMIT with %s", PQcmdStatus(committed));
	}
	if (transaction->next)
		transaction->next->attempt = g_ascii_strtoll(PQgetvalue(logged, 0, 1), NULL, 10);
	if (next) {
		next->begun = true;
		next->early = found;
	}
	return true;
}

bool record(struct transaction *transaction, struct failure *failure)
{
	g_autofree char *contract = NULL;
	g_autoptr(GError) problem = NULL;
	int pid = transaction->run->session->pid;

	if (!record_contract(transaction, &contract, &problem))
		return failure_of_error(failure, "record", problem);
	if (transaction->run->watch)
		watch_look(transaction->run->watch);
	fault_point("record", pid);
	if (!send_all(transaction, contract, failure))
		return false;
	fault_point("commit", pid);
	return true;
}
