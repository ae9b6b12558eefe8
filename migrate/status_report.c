/* Reads reports from the registry. */
#include "migrate/status_report.h"

#include <string.h>

#include "migrate/result.h"
#include "migrate/statement.h"
#include "migrate/status.h"

/* Runs a query that returns one JSON text. */
static json_t *ask(struct run *run, const char *sql, const char *value, GError **error)
{
	const char *const values[] = { value };
	AUTO_RESULT result = session_query(run->session, sql, value ? 1 : 0, values, error);

	if (!result)
		return NULL;
	json_error_t problem;
	const char *text = PQntuples(result) ? result_text(result, 0, 0) : NULL;
	json_t *json = text ? json_loads(text, JSON_DECODE_ANY, &problem) : json_null();
	if (!json)
		migrate_fail(error, MIGRATE_SQL, "the registry's answer is not JSON: %s", problem.text);
	return json;
}

#define ATTEMPT_COLUMNS \
	"t.id, lpad(t.patch_number::text, 5, '0') || '_' || t.slug AS change, t.patch_number AS number, t.direction, " \
	"t.result, t.phase, t.sqlstate," \
	" t.message, t.detail, t.hint, t.context, t.file, t.line, t.\"column\", t.statement, t.blockers, t.started, t.finished," \
	" extract(epoch FROM t.finished - t.started)::numeric(12, 3) AS seconds, t.variables, t.contract, t.release_id AS release, r.login, r.os_user," \
	" r.client_host, r.client_pid, r.id AS run, r.command, r.environment, r.runner_version"
#define ATTEMPTS " FROM dbalign.attempt t JOIN dbalign.run r ON r.id = t.run"

static const char steps[] =
	"SELECT coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(s) - 'attempt' - 'sha256') ORDER BY s.number), '[]') FROM "
	"dbalign.step s"
	" WHERE s.attempt = (SELECT incomplete FROM dbalign.state)";

static const char incomplete[] = "SELECT jsonb_strip_nulls(to_jsonb(a)) FROM (SELECT " ATTEMPT_COLUMNS ATTEMPTS
				 " WHERE t.id = (SELECT incomplete FROM dbalign.state)) a";

static const char invalid[] =
	"SELECT coalesce(jsonb_agg(i.indexrelid::regclass::text ORDER BY 1), '[]') FROM pg_index i WHERE NOT i.indisvalid";

/* The last failed attempt, unless its change was applied, or rolled back, later. */
static const char failure[] = "SELECT jsonb_strip_nulls(to_jsonb(a)) FROM (SELECT " ATTEMPT_COLUMNS ATTEMPTS
			      " WHERE t.id = (SELECT max(id) FROM dbalign.attempt"
			      " WHERE result NOT IN ('running')) AND t.result NOT IN ('applied', 'resolved')) a";

/* Attempts that run, in sessions that exist. */
static const char running[] =
	"SELECT jsonb_strip_nulls(to_jsonb(a)) FROM (SELECT " ATTEMPT_COLUMNS ATTEMPTS
	" JOIN pg_stat_activity p ON p.pid = t.backend_pid"
	" AND p.application_name LIKE 'dbalign %' WHERE t.result = 'running' AND t.id = (SELECT max(id) FROM dbalign.attempt)) a";

static json_t *pending(const struct run *run)
{
	json_t *list = json_array();

	int number = run->stale ? run->stale - 1 : MAX(run->state.number, 0);

	for (guint i = (guint)number; i < run->project->changes->len; i++)
		json_array_append_new(list, json_string(((const struct numbered_change *)run->project->changes->pdata[i])->name));
	return list;
}

static bool add(json_t *into, const char *key, json_t *value)
{
	if (value)
		json_object_set_new(into, key, value);
	return value;
}

/* Whether the current run works on this attempt: then it has not stopped. */
static bool is_at(const json_t *run, int64_t attempt)
{
	return json_integer_value(json_object_get(run, "id")) == attempt;
}

static bool add_registry(struct run *run, json_t *status, GError **error)
{
	if (!run->state.exists)
		return true;
	if (!add(status, "last_failure", ask(run, failure, NULL, error)) || !add(status, "running", ask(run, running, NULL, error)))
		return false;
	if (!run->state.incomplete || is_at(json_object_get(status, "running"), run->state.incomplete))
		return true;
	json_t *stopped = ask(run, incomplete, NULL, error);
	if (!add(status, "incomplete", stopped))
		return false;
	return add(stopped, "steps", ask(run, steps, NULL, error)) &&
	       add(stopped, "invalid_indexes", ask(run, invalid, NULL, error));
}

json_t *status_json(struct run *run, GError **error)
{
	const struct numbered_change *now = project_change(run->project, run->state.number);
	json_t *status = json_pack("{ss ss ss si ss* si}", "project", run->project->name, "environment", run->environment->name,
		"database", run->session->name, "number", run->state.number, "change", now ? now->name : NULL, "last",
		(int)run->project->changes->len);

	json_object_set_new(status, "pending", pending(run));
	if (run->state.serial) {
		g_autofree char *release = statement_name(STATEMENT_RELEASE, run->state.serial);
		json_object_set_new(status, "release", json_string(release));
	}
	if (run->stale)
		json_object_set_new(status, "stale_drafts", json_integer(run->state.number - run->stale + 1));
	if (add_registry(run, status, error))
		return status;
	json_decref(status);
	return NULL;
}

json_t *log_json(struct run *run, int limit, GError **error)
{
	g_autofree char *text = limit ? g_strdup_printf("%d", limit) : NULL;

	if (!run->state.exists)
		return json_array();
	return ask(run,
		text ? "SELECT coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(a)) ORDER BY a.id DESC), '[]') FROM (SELECT " ATTEMPT_COLUMNS
				ATTEMPTS " ORDER BY t.id DESC LIMIT $1::int) a"
		     : "SELECT coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(a)) ORDER BY a.id DESC), '[]') FROM (SELECT " ATTEMPT_COLUMNS
				ATTEMPTS ") a",
		text, error);
}

static const char show[] =
	"SELECT jsonb_build_object('applied', (SELECT jsonb_strip_nulls(to_jsonb(p)) FROM dbalign.applied p WHERE p.patch_number "
	"= $1::int),"
	" 'attempts', (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(a) || jsonb_build_object("
	" 'assertions', (SELECT jsonb_agg(to_jsonb(x) - 'attempt' ORDER BY x.phase = 'post', x.number) FROM dbalign.assertion x "
	"WHERE x.attempt = a.id),"
	" 'steps', (SELECT jsonb_agg(to_jsonb(s) - 'attempt' ORDER BY s.number) FROM dbalign.step s WHERE s.attempt = a.id))) "
	"ORDER BY a.id), '[]')"
	" FROM (SELECT " ATTEMPT_COLUMNS ATTEMPTS " WHERE t.patch_number = $1::int) a),"
	" 'notes', (SELECT coalesce(jsonb_agg(to_jsonb(n) ORDER BY n.id), '[]') FROM dbalign.note n WHERE n.patch_number = "
	"$1::int))";

json_t *show_json(struct run *run, int number, GError **error)
{
	g_autofree char *text = g_strdup_printf("%d", number);
	json_t *json = run->state.exists ? ask(run, show, text, error) : NULL;

	if (run->state.exists && !json)
		return NULL;
	if (json && json_is_object(json_object_get(json, "applied")))
		return json;
	if (json && json_array_size(json_object_get(json, "attempts")))
		return json;
	json_decref(json);
	migrate_fail(error, MIGRATE_USAGE, "%s knows nothing of a change %05d", run->session->name, number);
	return NULL;
}
