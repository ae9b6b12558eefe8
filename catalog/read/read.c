/* Reading a server's catalogs into a snapshot: the queries, in a pipeline. */
#include "catalog/read/read.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/needs.h"
#include "catalog/read/distribution.h"
#include "catalog/read/query.h"
#include "catalog/read/reading.h"
#include "catalog/read/reading_facts.h"
#include "catalog/read/sent.h"
#include "catalog/read/sparse.h"
#include "catalog/read/unsupported.h"
#include "catalog/read/watch.h"
#include "catalog/snapshot_finish.h"

/*
 * Settings that decide the output of the server's functions, manual section 20.11, overriding those of database and role; timeouts,
 * of which only that for locks is on; and planner settings: joins of whole catalogs use hashes in the order written, regardless of
 * stale statistics, since nested loops would be quadratic.
 */
static const struct {
	const char *name, *value;
	int since;
} settings[] = {
	{ "search_path", "" },
	{ "client_encoding", "UTF8" },
	{ "standard_conforming_strings", "on" },
	{ "datestyle", "ISO" },
	{ "intervalstyle", "postgres" },
	{ "timezone", "UTC" },
	{ "extra_float_digits", "3" },
	{ "lc_monetary", "C" },
	{ "bytea_output", "hex" },
	{ "xmlbinary", "base64" },
	{ "array_nulls", "on" },
	{ "quote_all_identifiers", "off" },
	{ "row_security", "off" },
	{ "lock_timeout", "10s" },
	{ "statement_timeout", "0" },
	{ "idle_in_transaction_session_timeout", "0" },
	{ "transaction_timeout", "0", PG(17) },
	{ "jit", "off" },
	{ "max_parallel_workers_per_gather", "0" },
	{ "enable_nestloop", "off" },
	{ "enable_mergejoin", "off" },
	{ "join_collapse_limit", "1" },
};
/*
 * Members of extensions, dependencies of expressions and definitions, and owners of sequences; the kinds' rows have all others. A
 * view's rule is replaced by the view, and a default, or a generated column's expression, by the column.
 */
static const char depend_query[] =
	"SELECT CASE WHEN r.rulename = '_RETURN' OR a.oid IS NOT NULL THEN 'pg_class'::regclass ELSE d.classid END,"
	" CASE WHEN r.rulename = '_RETURN' THEN r.ev_class ELSE coalesce(a.adrelid, d.objid) END, coalesce(a.adnum, 0),"
	" d.deptype, d.refclassid, d.refobjid, d.refobjsubid FROM pg_depend d LEFT JOIN pg_rewrite r ON d.classid = "
	"'pg_rewrite'::regclass AND r.oid = d.objid"
	" LEFT JOIN pg_attrdef a ON d.classid = 'pg_attrdef'::regclass AND a.oid = d.objid"
	" WHERE d.deptype IN ('e', 'x') OR d.deptype = 'n' AND d.refobjid >= 16384 AND (d.classid = 'pg_rewrite'::regclass OR "
	"d.classid IN ('pg_proc'::regclass,"
	" 'pg_constraint'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass, 'pg_class'::regclass, 'pg_attrdef'::regclass) "
	"AND d.refclassid IN"
	" ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_constraint'::regclass)) OR d.deptype IN ('a', 'i') AND d.classid = "
	"'pg_class'::regclass AND d.objsubid = 0"
	" AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.objid IN (SELECT seqrelid FROM pg_sequence)";
static const char comments_query[] = "SELECT classoid, objoid, objsubid, description FROM pg_description"
				     " WHERE objoid >= 16384 OR classoid IN ('pg_namespace'::regclass, 'pg_extension'::regclass)";
static const char labels_query[] =
	"SELECT classoid, objoid, objsubid, provider || '=' || label FROM pg_seclabel ORDER BY provider COLLATE \"C\"";
/*
 * The same for requested objects of the cluster: this database, roles. Names of other databases may be in another encoding, which
 * cannot be read here.
 */
#define SHARED(condition) \
	" WHERE " condition \
	" AND (classoid <> 'pg_database'::regclass OR objoid = (SELECT d.oid FROM pg_database d WHERE d.datname = " \
	"current_database()))"
#define SHARED_QUERIES(condition) \
	{ \
		"SELECT classoid, objoid, 0, description FROM pg_shdescription" SHARED(condition), \
			"SELECT classoid, objoid, 0, provider || '=' || label FROM pg_shseclabel" SHARED( \
				condition) " ORDER BY provider COLLATE \"C\"" \
	}
static const struct {
	const char *comments, *labels;
} shared_queries[] = {
	[OPTIONAL_ROLES] = SHARED_QUERIES("classoid = 'pg_authid'::regclass"),
	[OPTIONAL_DATABASE] = SHARED_QUERIES("classoid = 'pg_database'::regclass"),
	[OPTIONAL_ROLES | OPTIONAL_DATABASE] = SHARED_QUERIES("classoid IN ('pg_authid'::regclass, 'pg_database'::regclass)"),
};

static bool is_distributed(const struct reading *reading)
{
	return g_hash_table_contains(reading->filled, sparse_distribution);
}

static bool fail(const struct reading *reading, GError **error)
{
	g_autofree char *message = g_strstrip(g_strdup(PQerrorMessage(reading->connection)));

	g_set_error(error, READ_ERROR, READ_FAILED, "%s", message);
	return false;
}

static void fail_query(const struct kind *kind, const PGresult *result, GError **error)
{
	static const struct {
		const char *state, *hint;
	} hints[] = {
		{ "55P03", "; another session keeps a table locked (see pg_locks): try again when it has ended" },
		{ "22021", "; a name or a text of that kind is not in UTF-8, which a database of encoding SQL_ASCII lets pass:"
			   " say it anew there" },
	};
	/* an object that is gone, or whose cache entry is */
	static const char *const changed[] = { "XX000", "42P01", "42704", NULL };
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE), *hint = "";
	g_autofree char *message = g_strstrip(g_strdup(PQresultErrorMessage(result)));

	for (size_t i = 0; i < G_N_ELEMENTS(hints); i++)
		if (g_strcmp0(state, hints[i].state) == 0)
			hint = hints[i].hint;
	g_set_error(error, READ_ERROR, state && g_strv_contains(changed, state) ? READ_CHANGED : READ_FAILED,
		"cannot read %s%s: %s%s", kind ? "kind " : "the catalogs", kind ? kind->name : "",
		message[0] ? message : "the pipeline was aborted", hint);
}

/* Takes the results of one query of the pipeline; read may be NULL. */
static bool take(struct reading *reading, const struct kind *kind, row_reader read, GError **error)
{
	bool good = true;
	PGresult *result;

	/* a result for each row costs more than all else that is done with it; but columns are too many to have them all at once */
	if (kind && kind->sub_object)
		PQsetSingleRowMode(reading->connection);
	while ((result = PQgetResult(reading->connection))) {
		ExecStatusType status = PQresultStatus(result);
		struct row row = { result, 0 };

		for (; (status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE) && read && good && row.index < PQntuples(result);
			row.index++)
			good = read(reading, kind, &row, error);
		if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && good) {
			fail_query(kind, result, error);
			good = false;
		}
		PQclear(result);
	}
	sent_end(reading->connection);
	return good;
}

static bool send(struct reading *reading, const char *sql)
{
	sent_begin(reading->connection, sql);
	return PQsendQueryParams(reading->connection, sql, 0, NULL, NULL, NULL, NULL, 0);
}

/*
 * Begins a transaction and its settings with SET LOCAL: behind a pooler that gives each transaction another server process, such as
 * PgBouncer, session settings would affect other clients.
 */
static bool send_begin(struct reading *reading, const char *begin)
{
	g_autoptr(GString) sql = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		if (query_applies(settings[i].since, 0, reading->version))
			g_string_append_printf(
				sql, "%sset_config('%s', '%s', true)", i ? ", " : "SELECT ", settings[i].name, settings[i].value);
	return send(reading, begin) && send(reading, sql->str);
}

/* The oids of all kinds' catalogs by name: NULL for one that the server lacks. */
static char *classes_sql(void)
{
	GString *sql = g_string_new("SELECT to_regclass(c)::oid, c FROM unnest('{pg_class");

	for (size_t k = 0; k < kind_count; k++)
		if (kinds[k]->catalog && (k == 0 || kinds[k]->catalog != kinds[k - 1]->catalog))
			g_string_append_printf(sql, ",%s", kinds[k]->catalog);
	g_string_append(sql, "}'::text[]) c");
	return g_string_free(sql, false);
}

/*
 * Sends the queries whose results others depend on, in the same transaction. There is one synchronization point, at the end of the
 * pipeline: at each one a pooler may switch servers.
 */
static bool send_first(struct reading *reading)
{
	g_autofree char *classes = classes_sql(), *sparse = sparse_sql();

	return send_begin(
		       reading, reading->within ? "SAVEPOINT pgcanon_read" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") &&
	       send(reading, watch_snapshot_sql) && send(reading, classes) && send(reading, sparse) &&
	       send(reading, depend_query) && PQsendFlushRequest(reading->connection) && PQflush(reading->connection) == 0;
}

/* Skips kinds with empty catalogs. */
static void leave_out_empty(struct reading *reading)
{
	for (size_t k = 0; k < kind_count; k++) {
		const char *catalog = sparse_catalog(kinds[k]);
		if (catalog && !g_hash_table_contains(reading->filled, catalog)) {
			query_free(reading->queries->pdata[k]);
			reading->queries->pdata[k] = NULL;
		}
	}
}

static bool send_rest(struct reading *reading)
{
	g_autofree char *unsupported = unsupported_sql(reading->version, g_hash_table_contains(reading->filled, sparse_extensions));
	bool good = send(reading, lookup_classes_sql) && send(reading, lookup_collations_sql);

	for (size_t k = 0; k < kind_count && good; k++) {
		struct query *query = reading->queries->pdata[k];
		good = !query || send(reading, query->sql->str);
	}
	enum optional optional = snapshot_optional(reading->snapshot);
	if (is_distributed(reading))
		good = good && send(reading, distribution_sql);
	if (optional)
		good = good && send(reading, shared_queries[optional].comments) && send(reading, shared_queries[optional].labels);
	return good && send(reading, comments_query) && send(reading, labels_query) && send(reading, unsupported) &&
	       send(reading, reading->within ? "ROLLBACK TO SAVEPOINT pgcanon_read" : "COMMIT") &&
	       send(reading, watch_snapshot_sql) && PQpipelineSync(reading->connection);
}

static bool take_sync(struct reading *reading, GError **error)
{
	PGresult *result = PQgetResult(reading->connection);
	bool good = PQresultStatus(result) == PGRES_PIPELINE_SYNC;

	PQclear(result);
	return good || (error && *error) || fail(reading, error);
}

static bool take_first(struct reading *reading, GError **error)
{
	return take(reading, NULL, NULL, error) && take(reading, NULL, NULL, error) &&
	       take(reading, NULL, reading_take_snapshot, error) && take(reading, NULL, reading_take_class, error) &&
	       take(reading, NULL, reading_take_filled, error) && take(reading, NULL, reading_take_depend, error);
}

static bool take_rest(struct reading *reading, GError **error)
{
	bool good = take(reading, NULL, reading_take_class_name, error) && take(reading, NULL, reading_take_collation, error);

	for (size_t k = 0; k < kind_count && good; k++) {
		if (reading->queries->pdata[k])
			good = take(reading, kinds[k], reading_take_object, error);
		if (good && kinds[k]->derive)
			kinds[k]->derive(reading->snapshot, reading->lookup);
		if (good && kinds[k]->part)
			snapshot_gather_parts(reading->snapshot, kinds[k]);
	}
	if (is_distributed(reading))
		good = good && take(reading, NULL, reading_take_distribution, error);
	if (snapshot_optional(reading->snapshot))
		good = good && take(reading, NULL, reading_take_comment, error) && take(reading, NULL, reading_take_label, error);
	return good && take(reading, NULL, reading_take_comment, error) && take(reading, NULL, reading_take_label, error) &&
	       take(reading, NULL, reading_take_unsupported, error) && take(reading, NULL, NULL, error) &&
	       take(reading, NULL, reading_take_snapshot, error) && take_sync(reading, error);
}

/* Fails where the schema was changed during reading; asked only when that is possible. */
static bool find_change(struct reading *reading, GError **error)
{
	g_autoptr(GHashTable) oids = reading_oids(reading);
	g_autofree char *change = watch_change_sql(reading->started, oids), *relations = watch_relations_sql(reading->started);

	if (!send_begin(reading, "BEGIN READ ONLY") || !send(reading, change) || !send(reading, relations) ||
		!send(reading, "COMMIT") || !PQpipelineSync(reading->connection))
		return fail(reading, error);
	return take(reading, NULL, NULL, error) && take(reading, NULL, NULL, error) &&
	       take(reading, NULL, reading_take_change, error) && take(reading, NULL, reading_take_relation, error) &&
	       take(reading, NULL, NULL, error) && take_sync(reading, error);
}

static bool run_pipeline(struct reading *reading, GError **error)
{
	if (!PQenterPipelineMode(reading->connection) || !send_first(reading))
		return fail(reading, error);
	if (!take_first(reading, error))
		return false;
	leave_out_empty(reading);
	if (!send_rest(reading))
		return fail(reading, error);
	/* within the caller's transaction its own changes would be found */
	return take_rest(reading, error) && (!reading->moved || reading->within || find_change(reading, error));
}

static bool read_all(PGconn *connection, bool within, struct snapshot *snapshot, GPtrArray *unsupported,
	bool (*accept)(const struct object *, void *), void *data, GError **error)
{
	struct reading reading;
	bool good;

	if (PQserverVersion(connection) < PG(13)) {
		g_set_error(error, READ_ERROR, READ_TOO_OLD, "the server is PostgreSQL %d; 13 is the oldest that can be read",
			PQserverVersion(connection) / 10000);
		return false;
	}
	reading_init(&reading, connection, snapshot, unsupported);
	reading.within = within;
	snapshot_set_version(snapshot, reading.version);
	good = run_pipeline(&reading, error);
	if (good) {
		PQexitPipelineMode(connection);
		reading_add_needs(&reading);
	}
	if (good && accept)
		snapshot_keep(snapshot, accept, data);
	good = good && snapshot_finish(snapshot, error);
	if (good)
		needs_write_down(snapshot);
	sent_forget(connection);
	reading_clear(&reading);
	return good;
}

bool catalog_read(PGconn *connection, struct snapshot *snapshot, GPtrArray *unsupported,
	bool (*accept)(const struct object *, void *), void *data, GError **error)
{
	return read_all(connection, false, snapshot, unsupported, accept, data, error);
}

bool catalog_read_within(PGconn *connection, struct snapshot *snapshot, GPtrArray *unsupported,
	bool (*accept)(const struct object *, void *), void *data, GError **error)
{
	return read_all(connection, true, snapshot, unsupported, accept, data, error);
}
