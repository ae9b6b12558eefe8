/* Writes the report of a release on QAT. */
#include "migrate/release_write.h"
#include "migrate/result.h"
#include "sql/quote.h"

/* The values of variables of its changes; the registry has no secret ones. */
static GHashTable *read_variables(struct run *run, const char *release, GError **error)
{
	GHashTable *map = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	const char *const values[] = { release };
	AUTO_RESULT result = session_query(run->session,
		"SELECT DISTINCT ON (key) key, coalesce(value, '') FROM dbalign.attempt, jsonb_each_text(variables) WHERE release_id = $1 "
		"AND (key <> 'tenant' OR nullif(current_setting('dbalign.tenant', true), '') IS NULL) ORDER BY key, id DESC",
		1, values, error);

	for (int row = 0; result && row < PQntuples(result); row++)
		g_hash_table_insert(map, g_strdup(PQgetvalue(result, row, 0)), g_strdup(PQgetvalue(result, row, 1)));
	if (result)
		return map;
	g_hash_table_unref(map);
	return NULL;
}

/* The names of all tenants, separated by commas; format: %L for SQL, or %s. */
static char *list_tenants(const struct environment *environment, const char *format)
{
	g_autoptr(GString) list = g_string_new(NULL);

	for (guint i = 0; i < environment->targets->len; i++) {
		g_string_append(list, i ? ", " : "");
		quote_format(list, format, ((const struct environment_target *)environment->targets->pdata[i])->name);
	}
	return g_string_free(g_steal_pointer(&list), false);
}

bool release_tenant_ended(struct run *run, const char *failure, bool *all, GError **error)
{
	const struct statement *release = run->release->statement;
	g_autofree char *tenants = list_tenants(run->environment, "%L");
	g_autoptr(GString) sql = g_string_new(NULL);
	const char *const ended[] = { failure ? "failed" : "success", run->tests ? run->tests : "none were run", release->sha256 };

	quote_format(sql,
		"SELECT NOT EXISTS (SELECT FROM unnest(ARRAY[%s]) AS t (tenant) LEFT JOIN dbalign.tenant_state s ON s.tenant = t.tenant"
		" LEFT JOIN dbalign.tenant_release_seen r ON r.tenant = t.tenant AND r.sha256 = %L"
		" WHERE (s.patch_number, s.head) IS DISTINCT FROM (%d, %L) OR (r.tenant IS NOT NULL AND r.outcome IS DISTINCT FROM 'success'))",
		tenants, release->sha256, release->to, release->to_head);
	AUTO_RESULT recorded = session_query(
		run->session, "UPDATE dbalign.release_seen SET outcome = $1, tests = $2 WHERE sha256 = $3", 3, ended, error);
	AUTO_RESULT result = recorded ? session_text(run->session, sql->str, error) : NULL;

	*all = result && result_bool(result, 0, 0);
	return result;
}

/* "1 files, 1 assertions, 0 files failed"; where tenants differ, with their names. */
static char *read_tests(struct run *run, GError **error)
{
	g_autofree char *tenants = list_tenants(run->environment, "%L");
	g_autoptr(GString) sql = g_string_new(NULL);

	quote_format(sql,
		"SELECT string_agg(CASE WHEN groups > 1 THEN format('%%s (%%s)', tests, tenants) ELSE tests END, '; ' ORDER BY tenants) FROM "
		"(SELECT tests, string_agg(tenant, ', ' ORDER BY tenant) AS tenants, count(*) OVER () AS groups FROM dbalign.tenant_release_seen"
		" WHERE tenant = ANY (ARRAY[%s]) AND sha256 = %L AND tests IS NOT NULL GROUP BY tests) g",
		tenants, run->release->statement->sha256);
	AUTO_RESULT result = session_text(run->session, sql->str, error);
	const char *text = result ? result_text(result, 0, 0) : NULL;

	return !result ? NULL : g_strdup(text ? text : "none were run");
}

/* Sets the fields that differ with tenants. */
static bool fill_tenants(struct run *run, struct statement *report, GError **error)
{
	const struct environment *environment = run->environment;
	g_autofree char *reason = g_steal_pointer(&report->reason);

	if (reason)
		report->reason = g_strdup_printf("tenant %s: %s", environment->tenant, reason);
	report->tenants = list_tenants(environment, "%s");
	g_free(report->database);
	report->database = g_strdup(PQdb(run->session->connection));
	if (session_is_lost(run->session))
		return true;
	g_free(report->tests);
	return (report->tests = read_tests(run, error));
}

char *release_report(struct run *run, const char *directory, const char *failure, GError **error)
{
	const struct statement *release = run->release->statement;
	int version = run->session->version;
	struct statement *report = statement_new(STATEMENT_REPORT);
	char *path = NULL;

	report->project = g_strdup(run->project->uuid);
	report->serial = release->serial;
	report->release = g_strdup(release->sha256);
	report->stage = g_strdup("QAT");
	report->environment = g_strdup(run->environment->name);
	report->database = g_strdup(run->session->name);
	report->result = g_strdup(failure ? "failed" : "success");
	report->reason = failure ? g_utf8_make_valid(failure, -1) : NULL;
	report->to = release->to;
	report->to_head = g_strdup(release->to_head);
	report->tests = g_strdup(run->tests ? run->tests : "none were run");
	report->created = statement_time(0);
	report->server = g_strdup_printf("%d.%d", version / 10000, version % 10000);
	report->runner = g_strdup(PGCANON_VERSION);
	bool good = !run->environment->tenant || fill_tenants(run, report, error);
	if (good && ((failure && session_is_lost(run->session)) || (report->variables = read_variables(run, release->name, error))))
		path = statement_write(directory, report, true, error) ? g_strdup(report->path) : NULL;
	statement_free(report);
	return path;
}
