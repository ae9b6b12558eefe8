/* Measures one statement's effect on existing tables. */
#include "prove/measure.h"

#include <stdlib.h>
#include <string.h>

#include "prove/ask.h"

/* From weak to strong, as the manual's table of conflicts has them. */
static const char *const modes[][2] = {
	{ "RowShareLock", "ROW SHARE" },
	{ "RowExclusiveLock", "ROW EXCLUSIVE" },
	{ "ShareUpdateExclusiveLock", "SHARE UPDATE EXCLUSIVE" },
	{ "ShareLock", "SHARE" },
	{ "ShareRowExclusiveLock", "SHARE ROW EXCLUSIVE" },
	{ "ExclusiveLock", "EXCLUSIVE" },
	{ "AccessExclusiveLock", "ACCESS EXCLUSIVE" },
};

/* Messages at debug1 about tables that are scanned or rewritten. */
static const struct {
	const char *begins;
	unsigned work;
} messages[] = {
	{ "rewriting table \"", LOCK_REWRITES },
	{ "verifying table \"", LOCK_SCANS },
	{ "validating foreign key constraint", LOCK_SCANS },
	{ "building index \"", LOCK_BUILDS },
};

/* Relations before, with their files and scan counts: in a temporary table, which is not part of the schema. */
static const char before_sql[] =
	"CREATE TEMPORARY TABLE pgcanon_before ON COMMIT DROP AS SELECT c.oid, c.relfilenode, c.relkind, "
	"pg_catalog.format('%I.%I', n.nspname, c.relname) AS name, c.relname AS bare,"
	" pg_catalog.pg_stat_get_xact_numscans(c.oid) AS scans"
	" FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_' AND "
	"n.nspname <> 'information_schema' AND c.relkind <> 'c'";

static const char after_sql[] =
	"SELECT b.name, l.mode, c.relfilenode <> b.relfilenode AND b.relkind IN ('r', 'm'), b.relkind IN ('r', 'p', 'm', 'v', "
	"'f'), pg_catalog.pg_stat_get_xact_numscans(b.oid) > b.scans AND b.relkind IN ('r', 'm'), b.oid, b.bare FROM pg_temp.pgcanon_before b "
	"LEFT JOIN pg_catalog.pg_class c ON c.oid = b.oid"
	" LEFT JOIN pg_catalog.pg_locks l ON l.relation = b.oid AND l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation'"
	" AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) AND l.mode <> "
	"'AccessShareLock'"
	" WHERE l.mode IS NOT NULL OR c.relfilenode <> b.relfilenode ORDER BY b.name COLLATE \"C\"";

static void free_measured(gpointer data)
{
	g_free(((struct measured *)data)->relation);
	g_free(data);
}

/* A message of the server, with the table that it names. */
struct heard {
	GHashTable *works; /* name of a table, bare -> work */
};

static void hear(void *data, const PGresult *result)
{
	struct heard *heard = data;
	const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY), *table = text ? strstr(text, "on table \"") : NULL;

	for (size_t i = 0; text && i < G_N_ELEMENTS(messages); i++) {
		if (!g_str_has_prefix(text, messages[i].begins))
			continue;
		/* the message of a foreign key names only the constraint: each locked table is read */
		const char *from = messages[i].work == LOCK_BUILDS && table ? table + strlen("on table \"")
									    : text + strlen(messages[i].begins);
		/* the name ends with the message, or before "serially" or "with request for 1 parallel worker"; it may have quotes itself */
		const char *serially = strstr(from, "\" serially"), *with = strstr(from, "\" with request ");
		size_t length = serially ? (size_t)(serially - from) : with ? (size_t)(with - from) : strlen(from) - 1;
		g_autofree char *name = g_str_has_prefix(messages[i].begins, "validating") ? g_strdup("") : g_strndup(from, length);
		unsigned work = GPOINTER_TO_UINT(g_hash_table_lookup(heard->works, name));
		g_hash_table_insert(heard->works, g_steal_pointer(&name), GUINT_TO_POINTER(work | messages[i].work));
	}
}

size_t measure_strength(const char *mode)
{
	for (size_t i = 0; i < G_N_ELEMENTS(modes); i++)
		if (strcmp(modes[i][0], mode) == 0 || strcmp(modes[i][1], mode) == 0)
			return i + 1;
	return 0;
}

const char *measure_lock(size_t strength)
{
	return strength ? modes[strength - 1][1] : "ACCESS SHARE";
}

/* The work that was heard of a table by its bare name. */
static unsigned work_of(const struct heard *heard, const char *relation)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(heard->works, relation)) |
	       GPOINTER_TO_UINT(g_hash_table_lookup(heard->works, ""));
}

static GPtrArray *collect(PGresult *result, const struct heard *heard)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(free_measured);
	struct measured *last = NULL;

	for (int i = 0; i < PQntuples(result); i++) {
		size_t now = measure_strength(PQgetvalue(result, i, 1));
		if (!last || strcmp(last->relation, PQgetvalue(result, i, 0)) != 0) {
			last = g_new0(struct measured, 1);
			last->relation = g_strdup(PQgetvalue(result, i, 0));
			last->table = *PQgetvalue(result, i, 3) == 't';
			last->oid = (unsigned)strtoul(PQgetvalue(result, i, 5), NULL, 10);
			last->work = work_of(heard, PQgetvalue(result, i, 6));
			/* no message reports a domain's check; building an index also reads */
			if (*PQgetvalue(result, i, 4) == 't' && !last->work)
				last->work = LOCK_SCANS;
			g_ptr_array_add(all, last);
		}
		if (*PQgetvalue(result, i, 2) == 't')
			last->work = LOCK_REWRITES | (last->work & LOCK_BUILDS);
		for (size_t m = 0; now && m < now; m++)
			if (!last->lock || strcmp(last->lock, modes[m][1]) == 0)
				last->lock = modes[now - 1][1];
	}
	return all;
}

static GPtrArray *run(PGconn *connection, const char *before, const char *sql, bool keep, GError **error)
{
	struct heard heard = { g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	PQnoticeReceiver receiver = PQsetNoticeReceiver(connection, hear, &heard);
	PGresult *result = NULL;
	bool good = ask_run(connection, NULL, "BEGIN", error) && ask_run(connection, NULL, before_sql, error) &&
		    (!before || ask_run(connection, before, before, error)) &&
		    ask_run(connection, NULL, "SET LOCAL client_min_messages = debug1", error);

	if (good) {
		g_hash_table_remove_all(heard.works);
		good = ask_run(connection, sql, sql, error) &&
		       ask_run(connection, NULL, "SET LOCAL client_min_messages = error", error);
	}
	if (good)
		result = ask(connection, NULL, after_sql, error);
	bool kept = result && keep && ask_run(connection, NULL, "COMMIT", error);
	if (!kept)
		ask_run(connection, NULL, "ROLLBACK", NULL);
	if (keep && !kept)
		g_clear_pointer(&result, PQclear);
	PQsetNoticeReceiver(connection, receiver, NULL);
	GPtrArray *all = result ? collect(result, &heard) : NULL;
	PQclear(result);
	g_hash_table_unref(heard.works);
	return all;
}

GPtrArray *measure(PGconn *connection, const char *before, const char *sql, GError **error)
{
	return run(connection, before, sql, false, error);
}

GPtrArray *measure_and_keep(PGconn *connection, const char *sql, GError **error)
{
	return run(connection, NULL, sql, true, error);
}
