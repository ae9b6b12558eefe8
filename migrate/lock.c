/* The lock of a project in a database. */
#include "migrate/lock.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>

#include "catalog/read/interrupt.h"
#include "migrate/result.h"
#include "migrate/status.h"
#include "sql/quote.h"

enum { LOCK_CLASS = 0x64626c67 }; /* "dblg" */

/* Milliseconds between two attempts, rising, with a random part so that waiting runs do not all ask at once. */
enum { FIRST_MS = 250, LONGEST_MS = 5000, JITTER_MS = 100 };

static const char of_ours[] =
	"l.locktype = 'advisory' AND l.classid = %d AND l.objid = %s AND l.objsubid = 2 AND l.granted AND l.database ="
	" (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())";

static uint32_t key_of(const char *uuid)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof(digest);

	g_checksum_update(checksum, (const guchar *)uuid, -1);
	g_checksum_get_digest(checksum, digest, &length);
	return (uint32_t)digest[0] << 24 | (uint32_t)digest[1] << 16 | (uint32_t)digest[2] << 8 | digest[3];
}

char *lock_sql(const char *uuid, bool shared)
{
	return g_strdup_printf(
		"SELECT pg_catalog.pg_try_advisory_lock%s(%d, %d)", shared ? "_shared" : "", LOCK_CLASS, (int32_t)key_of(uuid));
}

/* 1: acquired, 0: held by another session, -1: an error. */
static int try_lock(struct session *session, const char *uuid, GError **error)
{
	g_autofree char *sql = lock_sql(uuid, false);
	AUTO_RESULT result = session_text(session, sql, error);

	return result ? result_bool(result, 0, 0) : -1;
}

/* Checks the lock with a separate statement: behind a pooler that may be another session. */
static bool check(struct session *session, uint32_t key, GError **error)
{
	g_autoptr(GString) sql =
		g_string_new("SELECT pg_catalog.pg_backend_pid(), EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.pid = "
			     "pg_catalog.pg_backend_pid() AND ");
	g_autofree char *number = g_strdup_printf("%u", key);

	quote_format(sql, of_ours, LOCK_CLASS, number);
	g_string_append_c(sql, ')');
	AUTO_RESULT result = session_text(session, sql->str, error);
	if (!result)
		return false;
	if (result_int(result, 0, 0) == session->pid && result_bool(result, 0, 1))
		return true;
	g_set_error(error, MIGRATE_ERROR, MIGRATE_USAGE,
		"%s: the lock was taken, but the next statement ran in a session that does not have it: the connection goes "
		"through a pooler with transaction "
		"pooling. "
		"Nothing was done: connect to the server itself",
		session->name);
	return false;
}

/* Whether the client "host/123" at the end of an application_name is a process of this machine that has ended. */
static bool is_orphan(const char *application)
{
	const char *blank = strrchr(application, ' '), *slash = strrchr(application, '/');

	if (!g_str_has_prefix(application, "dbalign ") || !blank || !slash || slash < blank)
		return false;
	g_autofree char *host = g_strndup(blank + 1, (size_t)(slash - blank - 1)),
			*ours = g_strdup_printf("%.18s", g_get_host_name());
	int pid = atoi(slash + 1);
	return strcmp(host, ours) == 0 && pid > 0 && kill(pid, 0) != 0 && errno == ESRCH;
}

/* "run 5f0c1a2b of host/123 (process 77 of the server, since 12:00:31), which is at 00042"; NULL: nobody, or unknown. */
static char *holder(struct session *session, uint32_t key)
{
	g_autoptr(GString) sql =
		g_string_new("SELECT a.pid, a.application_name, pg_catalog.to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS'), ");
	g_autofree char *number = g_strdup_printf("%u", key);

	g_string_append(sql,
		session->registry ? "(SELECT pg_catalog.lpad(t.patch_number::text, 5, '0') FROM dbalign.attempt t WHERE t.result = "
				    "'running' AND"
				    " t.backend_pid = a.pid AND t.id = (SELECT max(id) FROM dbalign.attempt))"
				  : "NULL::text");
	quote_format(sql, " FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE ");
	quote_format(sql, of_ours, LOCK_CLASS, number);
	AUTO_RESULT result = session_text(session, sql->str, NULL);
	if (!result || !PQntuples(result))
		return NULL;
	const char *application = PQgetvalue(result, 0, 1), *patch = result_text(result, 0, 3);
	GString *text = g_string_new(NULL);
	if (is_orphan(application))
		g_string_append_printf(text,
			"orphan process %s of the server, whose client \"%s\" has ended; the server notices that by itself within "
			"seconds, or at once with"
			" SELECT pg_terminate_backend(%s)",
			PQgetvalue(result, 0, 0), application, PQgetvalue(result, 0, 0));
	else
		g_string_append_printf(text, "\"%s\" (process %s of the server, connected since %s)%s%s", application,
			PQgetvalue(result, 0, 0), PQgetvalue(result, 0, 2), patch ? ", which is at " : "", patch ? patch : "");
	return g_string_free(text, false);
}

static void pause_ms(int ms)
{
	g_usleep((gulong)(ms + g_random_int_range(0, JITTER_MS)) * 1000);
}

bool lock_take(struct session *session, const char *uuid, double seconds, GError **error)
{
	gint64 end = g_get_monotonic_time() + (gint64)(seconds * G_USEC_PER_SEC);
	uint32_t key = key_of(uuid);
	g_autofree char *told = NULL;
	int taken;

	for (int ms = FIRST_MS; (taken = try_lock(session, uuid, error)) == 0; ms = MIN(ms * 3 / 2, LONGEST_MS)) {
		g_autofree char *who = holder(session, key);
		if (who && g_strcmp0(who, told) != 0) {
			session_say(session, "waiting for %s", who);
			g_free(told);
			told = g_steal_pointer(&who);
		}
		gint64 left = end - g_get_monotonic_time();
		if (left <= 0 || interrupt_came()) {
			g_set_error(error, MIGRATE_ERROR, MIGRATE_LOCKED,
				"%s: another run has the lock: %s; %s, and nothing was done: try again when it has ended",
				session->name, told ? told : "its name is not known",
				interrupt_came() ? "a signal ended the waiting" : "lock_wait has passed");
			return false;
		}
		pause_ms(MIN(ms, (int)(left / 1000) + 1));
	}
	return taken > 0 && check(session, key, error);
}
