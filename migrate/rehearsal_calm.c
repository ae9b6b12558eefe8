/* Makes a copy harmless. */
#include <string.h>

#include "migrate/file.h"
#include "migrate/rehearsal_copy.h"
#include "migrate/result.h"
#include "sql/name.h"
#include "sql/quote.h"

/* Queries for objects to disable: each row has a statement to run and the object's name. */
static const struct {
	const char *needs; /* a relation without which the query is skipped; NULL */
	const char *query;
	bool changes; /* the statement changes the schema */
} things[] = {
	{ NULL,
		"SELECT pg_catalog.format('DROP USER MAPPING FOR %s SERVER %I', CASE WHEN u.umuser = 0 THEN 'PUBLIC' ELSE "
		"pg_catalog.quote_ident(u.usename) END, u.srvname), pg_catalog.format('the user mapping of foreign server %s was dropped', u.srvname)"
		" FROM pg_catalog.pg_user_mappings u ORDER BY 1",
		true },
	{ NULL,
		"SELECT pg_catalog.format('ALTER SERVER %I OPTIONS (%s host ''rehearsal.invalid'')', s.srvname, CASE WHEN EXISTS (SELECT FROM "
		"pg_catalog.pg_options_to_table(s.srvoptions) WHERE option_name = 'host') THEN 'SET' ELSE 'ADD' END),"
		" pg_catalog.format('foreign server %s has no address any more', s.srvname) FROM pg_catalog.pg_foreign_server s JOIN "
		"pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE w.fdwname IN ('postgres_fdw', 'dblink_fdw') ORDER BY 1",
		true },
	{ "cron.job",
		"SELECT 'UPDATE cron.job SET active = false', 'jobs of pg_cron are off' WHERE EXISTS (SELECT FROM cron.job WHERE active)",
		false },
	{ "pgagent.pga_job",
		"SELECT 'UPDATE pgagent.pga_job SET jobenabled = false', 'jobs of pgAgent are off' WHERE EXISTS (SELECT FROM pgagent.pga_job WHERE "
		"jobenabled)",
		false },
};

static bool fail(PGconn *connection, const char *what, GError **error)
{
	g_autofree char *message = g_strdup(PQerrorMessage(connection));

	return migrate_fail(error, MIGRATE_SQL, "the copy: %s: %s", what, g_strstrip(message));
}

static bool run_sql(PGconn *connection, const char *what, const char *sql, GError **error)
{
	AUTO_RESULT result = PQexec(connection, sql);

	return result_is_good(result) || fail(connection, what, error);
}

static bool is_there(PGconn *connection, const char *relation)
{
	const char *const values[] = { relation };
	AUTO_RESULT result =
		PQexecParams(connection, "SELECT pg_catalog.to_regclass($1) IS NOT NULL", 1, NULL, values, NULL, NULL, 0);

	return result_is_good(result) && result_bool(result, 0, 0);
}

static bool calm_things(PGconn *connection, json_t *done, bool *changed, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(things); i++) {
		if (things[i].needs && !is_there(connection, things[i].needs))
			continue;
		AUTO_RESULT found = PQexec(connection, things[i].query);
		if (!result_is_good(found))
			return fail(connection, "what leads out of it", error);
		for (int row = 0; row < PQntuples(found); row++) {
			if (!run_sql(connection, result_text(found, row, 1), result_text(found, row, 0), error))
				return false;
			json_array_append_new(done, json_string(result_text(found, row, 1)));
			*changed = *changed || things[i].changes;
		}
	}
	return true;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Masks all columns of one table in one statement, without triggers and foreign keys, so that keys can be masked, too. */
static bool mask_table(
	PGconn *connection, const char *schema, const char *table, const GString *assignments, json_t *done, GError **error)
{
	g_autoptr(GString) sql = g_string_new("BEGIN; SET LOCAL session_replication_role = replica; ");

	quote_format(sql, "UPDATE %I.%I SET %s", schema, table, assignments->str);
	AUTO_RESULT result = PQexec(connection, sql->str);
	if (!result_is_good(result))
		return fail(connection, "mask", error);
	g_autofree char *text = g_strdup_printf("%s.%s: %s rows masked", schema, table, PQcmdTuples(result));
	json_array_append_new(done, json_string(text));
	return run_sql(connection, "mask", "COMMIT", error);
}

/*
 * Masks the table of every tenant that has it; a new tenant may not. Also masks that of project.yaml's schema, where this exists without
 * being a tenant's; where no tenant has the table, the error is about that one.
 */
static bool mask_tenants(PGconn *connection, const char *schema, const GPtrArray *tenants, const char *table,
	const GString *assignments, json_t *done, GError **error)
{
	g_autofree char *own = name_join(schema, table);
	bool good = true, any = false, apart = is_there(connection, own);

	for (guint i = 0; i < tenants->len && good; i++) {
		g_autofree char *name = name_join(tenants->pdata[i], table);
		if (!is_there(connection, name))
			continue;
		any = true;
		apart = apart && strcmp(tenants->pdata[i], schema) != 0;
		good = mask_table(connection, tenants->pdata[i], table, assignments, done, error);
	}
	return good && ((any && !apart) || mask_table(connection, schema, table, assignments, done, error));
}

static bool mask(PGconn *connection, const struct project *project, const struct rehearsal *rehearsal, const GPtrArray *tenants,
	json_t *done, GError **error)
{
	guint count = 0;
	g_autofree gpointer *keys = rehearsal->mask ? g_hash_table_get_keys_as_array(rehearsal->mask, &count) : NULL;
	g_autoptr(GString) assignments = g_string_new(NULL);
	bool good = true;

	if (count)
		qsort(keys, count, sizeof(*keys), compare_texts);
	for (guint i = 0; i < count && good; i++) {
		g_auto(GStrv) parts = g_strsplit(keys[i], ".", -1), next = g_strsplit(i + 1 < count ? keys[i + 1] : "..", ".", -1);
		if (g_strv_length(parts) != 3)
			return migrate_fail(error, MIGRATE_USAGE, "%s: mask \"%s\": expected schema.table.column", rehearsal->path,
				(char *)keys[i]);
		quote_format(assignments, "%s%I = (%s)", assignments->len ? ", " : "", parts[2],
			g_hash_table_lookup(rehearsal->mask, keys[i]));
		if (strcmp(parts[0], next[0]) == 0 && strcmp(parts[1], next[1]) == 0)
			continue;
		good = tenants && strcmp(parts[0], project->schemas->pdata[0]) == 0
			       ? mask_tenants(connection, parts[0], tenants, parts[1], assignments, done, error)
			       : mask_table(connection, parts[0], parts[1], assignments, done, error);
		g_string_truncate(assignments, 0);
	}
	return good;
}

static bool run_file(
	PGconn *connection, const struct project *project, const struct rehearsal *rehearsal, json_t *done, GError **error)
{
	size_t length = 0;

	if (!rehearsal->sql)
		return true;
	g_autofree char *path = file_path(project->directory, rehearsal->sql), *text = file_read(path, &length, error);
	g_autofree char *said = g_strdup_printf("%s was run", rehearsal->sql);
	if (!text || !run_sql(connection, rehearsal->sql, text, error))
		return false;
	json_array_append_new(done, json_string(said));
	return true;
}

/* Marks the registry, so that the copy is not taken for the environment, and accepts changes without a release. */
static bool mark(PGconn *connection, GError **error)
{
	static const char *const states[] = { "dbalign.tenant_state", "dbalign.state" };
	size_t i = 0;

	while (i < G_N_ELEMENTS(states) && !is_there(connection, states[i]))
		i++;
	if (i == G_N_ELEMENTS(states))
		return true;
	g_autofree char *sql = g_strdup_printf("UPDATE %s SET environment = 'rehearsal', release_serial = NULL", states[i]);
	return run_sql(connection, "its registry", sql, error);
}

bool copy_calm(PGconn *connection, const struct project *project, const struct rehearsal *rehearsal, const GPtrArray *tenants,
	json_t *done, bool *changed, GError **error)
{
	*changed = rehearsal->sql != NULL;
	return calm_things(connection, done, changed, error) && mask(connection, project, rehearsal, tenants, done, error) &&
	       run_file(connection, project, rehearsal, done, error) && mark(connection, error);
}
