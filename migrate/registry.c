/* The registry: its tables, its state, and the statements that each change runs. */
#include "migrate/registry.h"

#include <string.h>

#include "catalog/read/sent.h"
#include "catalog/registry.h"
#include "migrate/result.h"
#include "migrate/status.h"
#include "sql/quote.h"

/*
 * Tables that every change writes have no foreign keys, no CHECK and no second index, each of which would cost more than the row
 * itself: a single statement writes the rows, and only rows of "applied" are ever deleted.
 */
static const char schema[] =
	"CREATE SCHEMA dbalign;\n"
	"COMMENT ON SCHEMA " REGISTRY_SCHEMA " IS '" REGISTRY_COMMENT
	"which changes this database has; not to be edited by hand';\n"
	"CREATE TABLE dbalign.state (one boolean GENERATED ALWAYS AS (true) STORED PRIMARY KEY, project_uuid text NOT NULL, "
	"project text NOT NULL,"
	" patch_number integer NOT NULL, head text NOT NULL, schema_fingerprint text, schema_yaml text, release_serial integer,"
	" environment text, incomplete bigint, registry_version integer NOT NULL, updated_at timestamptz NOT NULL DEFAULT "
	"clock_timestamp());\n"
	"CREATE TABLE dbalign.run (id text PRIMARY KEY, command text NOT NULL, environment text NOT NULL, login text NOT NULL "
	"DEFAULT session_user,"
	" client_host text NOT NULL, client_pid integer NOT NULL, os_user text NOT NULL, runner_version text NOT NULL,"
	" server_version text NOT NULL DEFAULT current_setting('server_version'), started timestamptz NOT NULL DEFAULT "
	"clock_timestamp());\n"
	"CREATE TABLE dbalign.attempt (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, run text NOT NULL,"
	" patch_number integer NOT NULL, slug text NOT NULL, direction text NOT NULL, phase text, result text NOT NULL DEFAULT "
	"'running',"
	" sqlstate text, message text, detail text, hint text, context text, file text, line integer, \"column\" integer, "
	"statement text, blockers text,"
	" xid xid8, backend_pid integer NOT NULL DEFAULT pg_backend_pid(), release_id text, variables jsonb, contract jsonb, "
	"assertions jsonb,"
	" started timestamptz NOT NULL DEFAULT clock_timestamp(), finished timestamptz);\n"
	"COMMENT ON COLUMN dbalign.attempt.direction IS 'up, down, adopt, resolve, rehearse';\n"
	"COMMENT ON COLUMN dbalign.attempt.result IS 'running, applied, failed, crashed, incomplete, escaped, resolved';\n"
	"CREATE TABLE dbalign.applied (patch_number integer PRIMARY KEY, slug text NOT NULL, head text NOT NULL, build_sha256 "
	"text NOT NULL,"
	" rollback_sha256 text, pre_sha256 text, post_sha256 text, expect_sha256 text, rendered_sha256 text, rollback text, pre "
	"text, directives text,"
	" release_id text, draft boolean NOT NULL, attempt bigint NOT NULL, applied_at timestamptz NOT NULL DEFAULT "
	"clock_timestamp(),"
	" applied_by text NOT NULL DEFAULT session_user, role text, duration interval, fingerprint_before text, fingerprint_after "
	"text);\n"
	"CREATE TABLE dbalign.step (attempt bigint NOT NULL REFERENCES dbalign.attempt, number integer NOT NULL, sha256 text NOT "
	"NULL, statement text "
	"NOT NULL,"
	" state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'started', 'done', 'failed')), started timestamptz, "
	"finished timestamptz, "
	"error text,"
	" PRIMARY KEY (attempt, number));\n"
	"CREATE TABLE dbalign.release_seen (release_id text PRIMARY KEY, serial integer NOT NULL, sha256 text NOT NULL, signers "
	"text[], signed "
	"timestamptz[],"
	" approval_id text, first_used timestamptz NOT NULL DEFAULT clock_timestamp(), outcome text, tests text);\n"
	"COMMENT ON COLUMN dbalign.release_seen.outcome IS 'of a tenant on QAT: success, failed';\n"
	"CREATE TABLE dbalign.note (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, attempt bigint REFERENCES "
	"dbalign.attempt, patch_number integer,"
	" text text NOT NULL, os_user text NOT NULL, login text NOT NULL DEFAULT session_user, written timestamptz NOT NULL "
	"DEFAULT clock_timestamp());\n";

static const char assertions[] =
	"CREATE VIEW dbalign.assertion AS SELECT t.id AS attempt, a.* FROM dbalign.attempt t, jsonb_to_recordset(t.assertions)"
	" AS a (phase text, number integer, file text, line integer, statement text, passed boolean, value text);\n";

/*
 * The registry with tenants: these tables hold the rows of all tenants; views with the tables' names show the rows of the session's
 * tenant, so statements are the same as without tenants. Inserted rows get the session's tenant.
 */
static const struct {
	const char *table, *key; /* the columns that identify a row; NULL: the same */
} of_tenants[] = { { "state", "tenant" }, { "applied", "tenant, patch_number" }, { "release_seen", "tenant, release_id" },
	{ "attempt" }, { "note" } };

/* A table's view. set_config() sets dbalign.tenant when a session begins, and again when a change has set parameters. */
static void append_view(GString *sql, const char *table)
{
	quote_format(sql,
		"CREATE OR REPLACE VIEW dbalign.%s AS SELECT * FROM dbalign.tenant_%s WHERE tenant = current_setting('dbalign.tenant', true);\n",
		table, table);
}

static void append_tenants(GString *sql)
{
	for (size_t i = 0; i < G_N_ELEMENTS(of_tenants); i++) {
		const char *table = of_tenants[i].table;
		quote_format(sql,
			"ALTER TABLE dbalign.%s RENAME TO tenant_%s;\n"
			"ALTER TABLE dbalign.tenant_%s ADD COLUMN tenant text NOT NULL DEFAULT nullif(current_setting('dbalign.tenant', true), '');\n",
			table, table, table);
		if (of_tenants[i].key)
			quote_format(sql, "ALTER TABLE dbalign.tenant_%s DROP CONSTRAINT %s_pkey, ADD PRIMARY KEY (%s);\n", table,
				table, of_tenants[i].key);
		append_view(sql, table);
	}
}

#define NEXT_ATTEMPT(number, slug, direction, release, variables) \
	" next AS (INSERT INTO dbalign.attempt (run, patch_number, slug, direction, release_id, variables) SELECT $1, " number \
	"::int, " slug ", " direction ", " release ", " variables "::jsonb FROM moved WHERE " number \
	"::int IS NOT NULL RETURNING id)"

#define ATTEMPT_APPLIED(id, contract, assertions) \
	" done AS (UPDATE dbalign.attempt SET result = 'applied', phase = 'commit', finished = clock_timestamp()," \
	" xid = pg_current_xact_id(), contract = " contract "::jsonb, assertions = " assertions "::jsonb WHERE id = " id \
	"::bigint AND EXISTS (SELECT FROM moved)),"

/* An error if another session has changed the state, so that the COMMIT sent with it does not run. */
#define COMPARED_AND_SWAPPED " SELECT 1 / (SELECT count(*) FROM moved), (SELECT id FROM next)"

/* REGISTRY_CHECK and REGISTRY_LEAVE run with a file's search_path. */
#define WHO \
	"current_user, session_user, pg_catalog.pg_current_xact_id_if_assigned(), pg_catalog.current_setting('dbalign.tenant', true)"

static const struct {
	const char *name, *sql;
} statements[REGISTRY_STATEMENTS] = {
	[REGISTRY_BEGIN] = { "dbalign_begin",
		"SELECT s.patch_number, s.head, coalesce(s.incomplete, 0), pg_current_xact_id(), set_config('lock_timeout', $1, "
		"true),"
		" set_config('statement_timeout', $2, true), set_config('search_path', $3, true), set_config('role', $4, true)"
		" FROM dbalign.state s FOR UPDATE" },
	[REGISTRY_CHECK] = { "dbalign_check", "SELECT " WHO },
	[REGISTRY_LEAVE] = { "dbalign_leave",
		"SELECT " WHO ", pg_catalog.set_config('search_path', $1, true), pg_catalog.set_config('role', $2, true)" },
	[REGISTRY_UP] = { "dbalign_up",
		"WITH moved AS (UPDATE dbalign.state SET patch_number = $2::int, head = $3, schema_fingerprint = $4, incomplete = "
		"NULL, updated_at = "
		"clock_timestamp()"
		" WHERE patch_number = $2::int - 1 AND head = $5 RETURNING 1),"
		" put AS (INSERT INTO dbalign.applied (patch_number, slug, head, build_sha256, rollback_sha256, pre_sha256, "
		"post_sha256, expect_sha256, "
		"rendered_sha256,"
		" rollback, pre, directives, role, duration, fingerprint_before, fingerprint_after, attempt, draft, release_id)"
		" SELECT $2::int, $6, $3, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17::interval, $18, $4, $19::bigint, "
		"$25::boolean, $26 FROM moved)," ATTEMPT_APPLIED("$19", "$20", "$21")
			NEXT_ATTEMPT("$22", "$23", "'up'", "$26", "$24") COMPARED_AND_SWAPPED },
	[REGISTRY_DOWN] = { "dbalign_down",
		"WITH moved AS (UPDATE dbalign.state SET patch_number = $2::int - 1, head = $3, schema_fingerprint = $4, "
		"incomplete = NULL, updated_at = "
		"clock_timestamp()"
		" WHERE patch_number = $2::int AND head = $5 RETURNING 1),"
		" taken AS (DELETE FROM dbalign.applied WHERE patch_number = $2::int AND EXISTS (SELECT FROM moved))," ATTEMPT_APPLIED(
			"$6", "$7", "$8") NEXT_ATTEMPT("$9", "$10", "'down'", "$12", "$11") COMPARED_AND_SWAPPED },
	[REGISTRY_COMMIT] = { "dbalign_commit", "COMMIT" },
};

void state_clear(struct state *state)
{
	g_clear_pointer(&state->uuid, g_free);
	g_clear_pointer(&state->head, g_free);
	g_clear_pointer(&state->environment, g_free);
	g_clear_pointer(&state->fingerprint, g_free);
	g_clear_pointer(&state->release, g_free);
	*state = (struct state){ 0 };
}

bool registry_create(struct session *session, const char *uuid, const char *project, const char *head, GError **error)
{
	bool tenants = session->environment->tenant;
	g_autoptr(GString) sql = g_string_new(NULL);

	if (!session->registry) {
		g_string_append(sql, schema);
		if (tenants)
			append_tenants(sql);
		g_string_append(sql, assertions);
	}
	quote_format(sql,
		"INSERT INTO dbalign.state (project_uuid, project, patch_number, head, environment, registry_version) VALUES (%L, "
		"%L, 0, %L, %L, coalesce((SELECT min(registry_version) FROM dbalign.%sstate), %d))",
		uuid, project, head, session->environment->name, tenants ? "tenant_" : "", REGISTRY_VERSION);
	AUTO_RESULT result = session_text(session, sql->str, error);
	if (!result) {
		g_prefix_error(error,
			"the registry, schema \"dbalign\", could not be made, for which the role needs CREATE on the database: ");
		return false;
	}
	session->registry = true;
	session->tenants = tenants;
	return true;
}

/*
 * Version 2 has the columns of release_seen for the end of a run. The lock is taken on the view first, as statements on it do; another
 * tenant's run may have added the columns.
 */
bool registry_upgrade(struct session *session, GError **error)
{
	g_autoptr(GString) sql = g_string_new("LOCK TABLE dbalign.release_seen;\n");

	quote_format(sql,
		"ALTER TABLE dbalign.%srelease_seen ADD COLUMN IF NOT EXISTS outcome text, ADD COLUMN IF NOT EXISTS tests text;\n",
		session->tenants ? "tenant_" : "");
	if (session->tenants)
		append_view(sql, "release_seen");
	quote_format(sql, "UPDATE dbalign.state SET registry_version = %d", REGISTRY_VERSION);
	AUTO_RESULT result = session_text(session, sql->str, error);
	if (!result)
		g_prefix_error(error,
			"the registry, schema \"dbalign\", could not be upgraded to version %d, for which the role must own its tables: ",
			REGISTRY_VERSION);
	return result;
}

static bool check(const struct session *session, const char *uuid, const char *project, const struct state *state, GError **error)
{
	if (state->version > REGISTRY_VERSION)
		g_set_error(error, MIGRATE_ERROR, MIGRATE_USAGE,
			"%s: the registry has version %d, and %d is the newest that this dbalign knows: use a newer one",
			session->name, state->version, REGISTRY_VERSION);
	else if (uuid && strcmp(uuid, state->uuid) != 0)
		g_set_error(error, MIGRATE_ERROR, MIGRATE_USAGE,
			"%s: the database belongs to project \"%s\" (uuid %s), and this project has uuid %s; nothing was done: "
			"check the environment and -C",
			session->name, project, state->uuid, uuid);
	else
		return true;
	return false;
}

/* Checks that the registry has tenants exactly if the environment has. */
static bool check_form(const struct session *session, GError **error)
{
	bool tenants = session->environment->tenant;

	if (tenants == session->tenants)
		return true;
	return tenants ? migrate_fail(error, MIGRATE_USAGE,
				 "%s: the registry is that of the whole database, and environment %s has tenants; nothing was done",
				 session->name, session->environment->name)
		       : migrate_fail(error, MIGRATE_USAGE,
				 "%s: the registry is that of tenants; nothing was done: an environment with their query, \"tenants\", is "
				 "needed",
				 session->name);
}

bool registry_read(struct session *session, const char *uuid, struct state *state, GError **error)
{
	state_clear(state);
	if (!session->registry)
		return true;
	if (!check_form(session, error))
		return false;
	AUTO_RESULT result = session_text(session,
		"SELECT project_uuid, project, patch_number, head, environment, schema_fingerprint, coalesce(incomplete, 0), "
		"registry_version, coalesce(release_serial, 0), (SELECT r.sha256 FROM dbalign.release_seen r WHERE r.serial = "
		"release_serial) FROM dbalign.state",
		error);
	if (!result)
		return false;
	if (!PQntuples(result) && session->tenants) /* a new tenant */
		return true;
	if (PQntuples(result) != 1) {
		g_set_error(error, MIGRATE_ERROR, MIGRATE_INTEGRITY,
			"%s: dbalign.state has no row: the registry was changed by hand; restore it from a backup", session->name);
		return false;
	}
	*state = (struct state){ .exists = true,
		.uuid = g_strdup(result_text(result, 0, 0)),
		.number = result_int(result, 0, 2),
		.head = g_strdup(result_text(result, 0, 3)),
		.environment = g_strdup(result_text(result, 0, 4)),
		.fingerprint = g_strdup(result_text(result, 0, 5)),
		.serial = result_int(result, 0, 8),
		.release = g_strdup(result_text(result, 0, 9)),
		.version = result_int(result, 0, 7),
		.incomplete = g_ascii_strtoll(PQgetvalue(result, 0, 6), NULL, 10) };
	return check(session, uuid, result_text(result, 0, 1), state, error);
}

const char *registry_name(enum registry_statement which)
{
	return statements[which].name;
}

const char *registry_sql(enum registry_statement which)
{
	return statements[which].sql;
}

bool registry_prepare(struct session *session, GError **error)
{
	PGconn *connection = session->connection;
	AUTO_RESULT bad = NULL;
	bool sent = PQenterPipelineMode(connection);

	for (size_t i = 0; i < REGISTRY_STATEMENTS && sent; i++) {
		sent_begin(connection, statements[i].sql);
		sent = PQsendPrepare(connection, statements[i].name, statements[i].sql, 0, NULL);
	}
	sent = sent && PQpipelineSync(connection);
	for (size_t i = 0; i <= REGISTRY_STATEMENTS && sent && !session_is_lost(session); i++) {
		PGresult *result = session_await(session);
		bool good = result_is_good(result) || PQresultStatus(result) == PGRES_PIPELINE_SYNC;
		if (good || bad)
			PQclear(result);
		else
			bad = result;
		if (i < REGISTRY_STATEMENTS)
			PQclear(session_await(session));
		sent_end(connection);
	}
	sent_forget(connection);
	PQexitPipelineMode(connection);
	if (sent && !bad && !session_is_lost(session))
		return true;
	g_autofree char *message = session_message(session, bad);
	return migrate_fail(error, session_is_lost(session) ? MIGRATE_CONNECTION : MIGRATE_SQL,
		"%s: the registry cannot be used: %s", session->name, message);
}
