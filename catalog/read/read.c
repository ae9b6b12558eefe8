/* Reading a server's catalogs into a snapshot: the queries, in a pipeline. */
#include "catalog/read/read.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/needs.h"
#include "catalog/read/distribution.h"
#include "catalog/read/gather.h"
#include "catalog/read/query.h"
#include "catalog/read/reading.h"
#include "catalog/read/reading_facts.h"
#include "catalog/read/reading_pipeline.h"
#include "catalog/read/second.h"
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

static bool take(struct reading *reading, const struct kind *kind, row_reader read, GError **error)
{
	return reading_pipeline_take(reading_pipeline_of(reading, kind), reading, kind, read, error);
}

static bool send(const struct reading *reading, const char *sql)
{
	return reading_pipeline_send(reading->connection, sql);
}

static char *settings_sql(int version)
{
	GString *sql = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		if (query_applies(settings[i].since, 0, version))
			g_string_append_printf(
				sql, "%sset_config('%s', '%s', true)", i ? ", " : "SELECT ", settings[i].name, settings[i].value);
	return g_string_free(sql, false);
}

/*
 * Begins a transaction and its settings with SET LOCAL: behind a pooler that gives each transaction another server process, such as
 * PgBouncer, session settings would affect other clients.
 */
static bool send_begin(const struct reading *reading, const char *begin)
{
	g_autofree char *set = settings_sql(reading->version);

	return send(reading, begin) && send(reading, set);
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
	       (reading->within || send(reading, second_export_sql)) && send(reading, depend_query) &&
	       PQsendFlushRequest(reading->connection) && PQflush(reading->connection) == 0;
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

/* Opens the second connection, and sends its queries. If that fails, the first one reads all. */
static void send_second(struct reading *reading)
{
	g_autofree char *set = settings_sql(reading->version);

	if (!reading->exported || !(reading->second = second_open(reading->connection, reading->exported)))
		return;
	PGconn *second = reading->second;
	bool good = reading_pipeline_send(second, set);
	for (size_t k = 0; k < kind_count && good; k++) {
		struct query *query = reading->queries->pdata[k];
		good = !query || reading_pipeline_of(reading, kinds[k]) != second || reading_pipeline_send(second, query->sql->str);
	}
	if (good && reading_pipeline_send(second, "COMMIT") && reading_pipeline_send(second, watch_snapshot_sql) &&
		PQpipelineSync(second))
		return;
	sent_forget(second);
	PQfinish(second);
	reading->second = NULL;
}

static bool send_rest(struct reading *reading)
{
	g_autofree char *unsupported = unsupported_sql(reading->version, g_hash_table_contains(reading->filled, sparse_extensions));
	bool good = send(reading, lookup_classes_sql) && send(reading, lookup_collations_sql);

	for (size_t k = 0; k < kind_count && good; k++) {
		struct query *query = reading->queries->pdata[k];
		good = !query || reading_pipeline_of(reading, kinds[k]) != reading->connection || send(reading, query->sql->str);
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

static bool take_end(PGconn *connection, struct reading *reading, GError **error)
{
	return reading_pipeline_take(connection, reading, NULL, NULL, error) &&
	       reading_pipeline_take(connection, reading, NULL, reading_take_snapshot, error) &&
	       reading_pipeline_take_sync(connection, error);
}

static bool take_first(struct reading *reading, GError **error)
{
	return take(reading, NULL, NULL, error) && take(reading, NULL, NULL, error) &&
	       take(reading, NULL, reading_take_snapshot, error) && take(reading, NULL, reading_take_class, error) &&
	       take(reading, NULL, reading_take_filled, error) &&
	       (reading->within || take(reading, NULL, reading_take_exported, error));
}

static bool take_objects(struct reading *reading, GError **error)
{
	bool good = true;

	for (size_t k = 0; k < kind_count && good; k++) {
		if (reading->queries->pdata[k])
			good = take(reading, kinds[k], reading_take_object, error);
		if (good && kinds[k]->derive)
			kinds[k]->derive(reading->snapshot, reading->lookup);
		if (good && kinds[k]->part)
			snapshot_gather_parts(reading->snapshot, kinds[k]);
	}
	return good;
}

static bool take_rest(struct reading *reading, GError **error)
{
	bool good = take(reading, NULL, reading_take_depend, error) &&
		    (!reading->second || reading_pipeline_take(reading->second, reading, NULL, NULL, error)) &&
		    take(reading, NULL, reading_take_class_name, error) && take(reading, NULL, reading_take_collation, error) &&
		    take_objects(reading, error);

	if (is_distributed(reading))
		good = good && take(reading, NULL, reading_take_distribution, error);
	if (snapshot_optional(reading->snapshot))
		good = good && take(reading, NULL, reading_take_comment, error) && take(reading, NULL, reading_take_label, error);
	return good && take(reading, NULL, reading_take_comment, error) && take(reading, NULL, reading_take_label, error) &&
	       take(reading, NULL, reading_take_unsupported, error) && take_end(reading->connection, reading, error) &&
	       (!reading->second || take_end(reading->second, reading, error));
}

/* Fails where the schema was changed during reading; asked only when that is possible. */
static bool find_change(struct reading *reading, GError **error)
{
	g_autoptr(GHashTable) oids = reading_oids(reading);
	g_autofree char *change = watch_change_sql(reading->started, oids), *relations = watch_relations_sql(reading->started);

	if (!send_begin(reading, "BEGIN READ ONLY") || !send(reading, change) || !send(reading, relations) ||
		!send(reading, "COMMIT") || !PQpipelineSync(reading->connection))
		return reading_pipeline_fail(reading->connection, error);
	return take(reading, NULL, NULL, error) && take(reading, NULL, NULL, error) &&
	       take(reading, NULL, reading_take_change, error) && take(reading, NULL, reading_take_relation, error) &&
	       take(reading, NULL, NULL, error) && reading_pipeline_take_sync(reading->connection, error);
}

/* Sends all queries; the server works. */
static bool begin(struct reading *reading, GError **error)
{
	if (PQserverVersion(reading->connection) < PG(13)) {
		g_set_error(error, READ_ERROR, READ_TOO_OLD, "the server is PostgreSQL %d; 13 is the oldest that can be read",
			PQserverVersion(reading->connection) / 10000);
		return false;
	}
	snapshot_set_version(reading->snapshot, reading->version);
	if (!PQenterPipelineMode(reading->connection) || !send_first(reading))
		return reading_pipeline_fail(reading->connection, error);
	if (!take_first(reading, error))
		return false;
	leave_out_empty(reading);
	send_second(reading);
	return send_rest(reading) || reading_pipeline_fail(reading->connection, error);
}

/* Takes all results, and finishes the snapshot. */
static bool end(struct reading *reading, bool (*accept)(const struct object *, void *), void *data, GError **error)
{
	/* within the caller's transaction its own changes would be found */
	if (!take_rest(reading, error) || (reading->moved && !reading->within && !find_change(reading, error)))
		return false;
	PQexitPipelineMode(reading->connection);
	reading_add_needs(reading);
	if (accept)
		snapshot_keep(reading->snapshot, accept, data);
	if (!snapshot_finish(reading->snapshot, error))
		return false;
	needs_write_down(reading->snapshot);
	return true;
}

static void clear(struct reading *reading)
{
	gather_end(reading->gather);
	sent_forget(reading->connection);
	if (reading->second)
		sent_forget(reading->second);
	reading_clear(reading);
}

static bool read_all(PGconn *connection, bool within, struct snapshot *snapshot, GPtrArray *unsupported,
	bool (*accept)(const struct object *, void *), void *data, GError **error)
{
	struct reading reading;

	reading_init(&reading, connection, snapshot, unsupported);
	reading.within = within;
	bool good = begin(&reading, error) && end(&reading, accept, data, error);
	clear(&reading);
	return good;
}

bool catalog_read_undo(PGconn *connection, bool within)
{
	if (!reading_pipeline_drain(connection))
		return false;
	if (!within && PQtransactionStatus(connection) == PQTRANS_IDLE)
		return true;
	PGresult *result = sent_exec(connection, within ? "ROLLBACK TO SAVEPOINT pgcanon_read" : "ROLLBACK");
	bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
	PQclear(result);
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

struct reading *catalog_read_begin(PGconn *connection, struct snapshot *snapshot, GPtrArray *unsupported, GError **error)
{
	struct reading *reading = g_new(struct reading, 1);

	reading_init(reading, connection, snapshot, unsupported);
	if (begin(reading, error)) {
		reading->gather = gather_begin(connection, reading->second);
		return reading;
	}
	catalog_read_abandon(reading);
	return NULL;
}

bool catalog_read_end(struct reading *reading, bool (*accept)(const struct object *, void *), void *data, GError **error)
{
	g_clear_pointer(&reading->gather, gather_end);
	bool good = end(reading, accept, data, error);
	catalog_read_abandon(reading);
	return good;
}

void catalog_read_abandon(struct reading *reading)
{
	if (reading)
		clear(reading);
	g_free(reading);
}
