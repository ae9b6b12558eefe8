/* Finds the sessions that block one which waits for a lock. */
#include "migrate/session_blockers.h"

#include <string.h>

#include "catalog/read/connection.h"
#include "catalog/read/sent.h"
#include "migrate/result.h"

/* "AccessExclusiveLock on app.account, blocked by 123 pg_dump (alice), in its transaction since 00:12:04: COPY app.account ..." */
static const char query[] =
	"SELECT pg_catalog.concat_ws(', ', w.lock, 'blocked by process ' || a.pid || coalesce(' ' || nullif(a.application_name, "
	"''), '')"
	" || ' (' || coalesce(a.usename, a.backend_type) || ')', a.state || coalesce(' since ' || "
	"pg_catalog.to_char(a.xact_start, 'HH24:MI:SS'), ''),"
	" nullif(pg_catalog.left(pg_catalog.regexp_replace(a.query, '\\s+', ' ', 'g'), 60), ''))"
	" FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids($1::int)) b JOIN pg_catalog.pg_stat_activity a ON a.pid = b"
	" LEFT JOIN LATERAL (SELECT l.mode || ' on ' || coalesce(l.relation::pg_catalog.regclass::text, l.locktype) AS lock FROM "
	"pg_catalog.pg_locks l"
	" WHERE l.pid = $1::int AND NOT l.granted LIMIT 1) w ON true ORDER BY a.xact_start, a.pid LIMIT 5";

static bool is_open(struct session *session)
{
	const struct connection_options options = { 0 };

	if (PQstatus(session->monitor) == CONNECTION_OK)
		return true;
	PQfinish(session->monitor);
	/* with a password_command the password is not asked for again: blocking sessions stay unknown */
	session->monitor = session->environment->password_command
				   ? NULL
				   : connection_open(session->environment->place, session->name, &options, NULL);
	if (!session->monitor)
		return false;
	AUTO_RESULT result = sent_exec(
		session->monitor, "SET search_path = pg_catalog; SET statement_timeout = '1s'; SET lock_timeout = '100ms'");
	return result_is_good(result);
}

void blockers_look(struct session *session)
{
	g_autofree char *pid = g_strdup_printf("%d", session->pid);
	const char *const values[] = { pid };
	g_autoptr(GString) text = g_string_new(NULL);

	if (!is_open(session))
		return;
	AUTO_RESULT result = sent_query(session->monitor, query, 1, values);
	if (!result_is_good(result) || !PQntuples(result))
		return;
	for (int row = 0; row < PQntuples(result); row++)
		g_string_append_printf(text, "%s%s", row ? "; " : "", PQgetvalue(result, row, 0));
	if (g_strcmp0(text->str, session->blockers) == 0)
		return;
	g_free(session->blockers);
	session->blockers = g_string_free(g_steal_pointer(&text), false);
	session_say(session, "waiting for %s", session->blockers);
}
