/* Attempts: rows of the registry, and lines of the journal. */
#include "migrate/attempt.h"

#include <string.h>
#include <unistd.h>

#include "migrate/contract.h"
#include "migrate/fault.h"
#include "migrate/result.h"
#include "migrate/run.h"
#include "migrate/status.h"

static const char begin[] =
	"WITH r AS (INSERT INTO dbalign.run (id, command, environment, client_host, client_pid, os_user, runner_version)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING)"
	" INSERT INTO dbalign.attempt (run, patch_number, slug, direction, variables, release_id) VALUES ($1, $8, $9, $10, $11::jsonb, "
	"$12) "
	"RETURNING id";

static const char end[] =
	"UPDATE dbalign.attempt SET result = $2, phase = $3, sqlstate = $4, message = $5, detail = $6, hint = $7, context = $8, "
	"file = $9, "
	"line = $10::int, \"column\" = $11::int, statement = $12, blockers = $13, assertions = $14::jsonb, finished = "
	"clock_timestamp()"
	" WHERE id = $1::bigint";

static json_t *assertions_json(const GPtrArray *assertions)
{
	json_t *list = json_array();

	for (guint i = 0; assertions && i < assertions->len; i++) {
		const struct assertion *assertion = assertions->pdata[i];
		json_array_append_new(
			list, json_pack("{ss si ss* sI ss sb ss*}", "phase", assertion->phase, "number", assertion->number, "file",
				      assertion->file, "line", (json_int_t)assertion->line, "statement", assertion->text, "passed",
				      assertion->passed, "value", assertion->value));
	}
	return list;
}

char *assertions_text(const GPtrArray *assertions)
{
	if (!assertions || !assertions->len)
		return NULL;
	json_t *list = assertions_json(assertions);
	char *dumped = json_dumps(list, JSON_COMPACT), *text = g_strdup(dumped);

	free(dumped);
	json_decref(list);
	return text;
}

static void tell_begin(struct run *run, int64_t attempt, const struct numbered_change *change, const char *direction)
{
	if (!run->known)
		journal_write(run->journal, "run",
			json_pack("{ss ss ss si}", "command", run->command, "environment", run->environment->name, "database",
				run->session->name, "at", run->state.number),
			true);
	journal_write(run->journal, "attempt",
		json_pack("{sI ss ss}", "attempt", (json_int_t)attempt, "change", change->name, "direction", direction), false);
	run->known = true;
}

int64_t attempt_begin(
	struct run *run, const struct numbered_change *change, const char *direction, const char *variables, GError **error)
{
	g_autofree char *pid = g_strdup_printf("%d", (int)getpid()), *number = g_strdup_printf("%d", change->number);
	const char *const values[] = { run->id, run->command, run->environment->name, g_get_host_name(), pid, g_get_user_name(),
		PGCANON_VERSION, number, change->slug, direction, variables, run_release(run) };
	AUTO_RESULT result = session_query(run->session, begin, G_N_ELEMENTS(values), values, error);

	if (!result)
		return 0;
	int64_t attempt = g_ascii_strtoll(PQgetvalue(result, 0, 0), NULL, 10);
	tell_begin(run, attempt, change, direction);
	fault_point("attempt", run->session->pid);
	return attempt;
}

static json_t *failure_json(
	int64_t attempt, const struct numbered_change *change, const char *result, const struct failure *failure)
{
	return json_pack("{sI ss ss ss* ss* ss* ss* ss* sI sI ss*}", "attempt", (json_int_t)attempt, "change", change->name,
		"result", result, "phase", failure->phase, "sqlstate", failure->sqlstate[0] ? failure->sqlstate : NULL, "message",
		failure->message, "detail", failure->detail, "file", failure->file, "line", (json_int_t)failure->line, "column",
		(json_int_t)failure->column, "statement", failure->statement);
}

static bool record(struct run *run, int64_t attempt, const char *result, const struct failure *failure, const GPtrArray *assertions,
	GError **error)
{
	g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, attempt), *line = g_strdup_printf("%zu", failure->line);
	g_autofree char *column = g_strdup_printf("%zu", failure->column);
	g_autofree char *text = assertions_text(assertions);
	const char *const values[] = { id, result, failure->phase, failure->sqlstate[0] ? failure->sqlstate : NULL,
		failure->message, failure->detail, failure->hint, failure->context, failure->file, failure->line ? line : NULL,
		failure->column ? column : NULL, failure->statement, run->session->blockers, text };
	AUTO_RESULT done = session_query(run->session, end, G_N_ELEMENTS(values), values, error);

	return done;
}

void attempt_end(struct run *run, int64_t attempt, const struct numbered_change *change, const char *result,
	struct failure *failure, const GPtrArray *assertions)
{
	g_autoptr(GError) problem = NULL;

	journal_write(run->journal, "end", failure_json(attempt, change, result, failure), true);
	if (record(run, attempt, result, failure, assertions, &problem))
		return;
	session_say(run->session, "the failure could not be recorded in the database (%s); it is in %s", problem->message,
		run->journal && journal_is_whole(run->journal) ? journal_path(run->journal) : "no journal either");
}
