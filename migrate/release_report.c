/* Writes the report of a release on QAT. */
#include "migrate/release_write.h"
#include "migrate/result.h"

/* The values of variables of its changes; the registry has no secret ones. */
static GHashTable *read_variables(struct run *run, const char *release, GError **error)
{
	GHashTable *map = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	const char *const values[] = { release };
	AUTO_RESULT result = session_query(run->session,
		"SELECT DISTINCT ON (key) key, coalesce(value, '') FROM dbalign.attempt, jsonb_each_text(variables) WHERE release_id = $1 "
		"ORDER BY key, id DESC",
		1, values, error);

	for (int row = 0; result && row < PQntuples(result); row++)
		g_hash_table_insert(map, g_strdup(PQgetvalue(result, row, 0)), g_strdup(PQgetvalue(result, row, 1)));
	if (result)
		return map;
	g_hash_table_unref(map);
	return NULL;
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
	if ((failure && session_is_lost(run->session)) || (report->variables = read_variables(run, release->name, error)))
		path = statement_write(directory, report, true, error) ? g_strdup(report->path) : NULL;
	statement_free(report);
	return path;
}
