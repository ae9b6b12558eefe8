/* Creates and drops the copy of a database for a rehearsal. */
#include "migrate/rehearsal_copy.h"

#include <string.h>

#include "catalog/read/connection.h"
#include "catalog/read/interrupt.h"
#include "migrate/command.h"
#include "migrate/file.h"
#include "migrate/lock.h"
#include "migrate/remove.h"
#include "migrate/result.h"
#include "prove/binaries.h"
#include "sql/quote.h"

/* Identifies our copies, so that no other database is ever dropped. */
#define MARK "a copy for a rehearsal by dbalign"

static bool fail(PGconn *connection, const char *what, GError **error)
{
	g_autofree char *message = g_strdup(PQerrorMessage(connection));

	return migrate_fail(error, MIGRATE_CONNECTION, "%s: %s", what, g_strstrip(message));
}

static bool run_sql(PGconn *connection, const char *what, const char *sql, GError **error)
{
	AUTO_RESULT result = PQexec(connection, sql);

	return result_is_good(result) || fail(connection, what, error);
}

/* Quotes a value for a connection string; see the manual, "Connection Strings". */
static void append_option(GString *out, const char *keyword, const char *value)
{
	g_string_append_printf(out, "%s%s='", out->len ? " " : "", keyword);
	for (; *value; value++) {
		if (*value == '\'' || *value == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *value);
	}
	g_string_append_c(out, '\'');
}

/* The place of another database on the same server. */
static char *place_of(const char *place, const char *database)
{
	PQconninfoOption *options = connection_is_string(place) ? PQconninfoParse(place, NULL) : NULL;
	GString *out = g_string_new(NULL);

	for (PQconninfoOption *option = options; option && option->keyword; option++)
		if (option->val && strcmp(option->keyword, "dbname") != 0)
			append_option(out, option->keyword, option->val);
	append_option(out, "dbname", database);
	PQconninfoFree(options);
	return g_string_free(out, false);
}

static PGconn *connect(const char *place, const char *password, GError **error)
{
	const struct connection_options options = { .password = password };
	g_autofree char *name = connection_name(place);
	PGconn *connection = connection_open(place, name, &options, error);

	if (!connection)
		migrate_fail_as(error, MIGRATE_CONNECTION);
	return connection;
}

/* Locks the copy, since two rehearsals would overwrite each other's. */
static bool claim(struct copy *copy, GError **error)
{
	g_autofree char *sql = lock_sql(copy->name, false);
	AUTO_RESULT result = PQexec(copy->server, sql);

	if (!result_is_good(result))
		return fail(copy->server, "the server of the copies", error);
	return result_bool(result, 0, 0) ||
	       migrate_fail(error, MIGRATE_LOCKED,
		       "another rehearsal is at work on the copy \"%s\"; nothing was done: try again when it has ended",
		       copy->name);
}

static bool drop(struct copy *copy, GError **error)
{
	g_autoptr(GString) sql = g_string_new(NULL);

	quote_format(sql,
		"SELECT pg_catalog.shobj_description(oid, 'pg_database') = %L FROM pg_catalog.pg_database WHERE datname = %L", MARK,
		copy->name);
	AUTO_RESULT result = PQexec(copy->server, sql->str);
	if (!result_is_good(result))
		return fail(copy->server, "the server of the copies", error);
	if (!PQntuples(result))
		return true;
	if (!result_bool(result, 0, 0))
		return migrate_fail(error, MIGRATE_REFUSED,
			"database \"%s\" exists, but no rehearsal has made it; nothing was done: \"database\" tells another name",
			copy->name);
	g_string_truncate(sql, 0);
	quote_format(sql, "DROP DATABASE %I WITH (FORCE)", copy->name);
	return run_sql(copy->server, copy->name, sql->str, error);
}

static bool create(struct copy *copy, const char *how, GError **error)
{
	g_autoptr(GString) sql = g_string_new(NULL), mark = g_string_new(NULL);

	quote_format(sql, "CREATE DATABASE %I %s", copy->name, how);
	quote_format(mark, "COMMENT ON DATABASE %I IS %L", copy->name, MARK);
	copy->made = run_sql(copy->server, copy->name, sql->str, error);
	return copy->made && run_sql(copy->server, copy->name, mark->str, error);
}

/* False after a signal: then the copy is removed. */
static bool goes_on(GError **error)
{
	return !interrupt_came() || migrate_fail(error, MIGRATE_CONNECTION, "a signal has ended the rehearsal; nothing was tried");
}

/* Runs a program of PostgreSQL; the password is in its environment, where other users cannot see it. */
static bool spawn(const char *folder, char *const *arguments, const char *password, GError **error)
{
	g_auto(GStrv) environment = g_get_environ();
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	g_autofree char *program = g_build_filename(folder, arguments[0], NULL), *said = NULL;
	int status = 0;

	g_ptr_array_add(all, program);
	for (size_t i = 1; arguments[i]; i++)
		g_ptr_array_add(all, arguments[i]);
	g_ptr_array_add(all, NULL);
	if (password)
		environment = g_environ_setenv(environment, "PGPASSWORD", password, true);
	if (!g_spawn_sync(
		    NULL, (char **)all->pdata, environment, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &said, &status, error))
		return migrate_fail_as(error, MIGRATE_CONNECTION);
	return goes_on(error) &&
	       (g_spawn_check_wait_status(status, NULL) || migrate_fail(error, MIGRATE_CONNECTION, "%s: %s", arguments[0],
								   *said ? g_strstrip(said) : "it has failed and said nothing"));
}

static bool restore(const struct copy *copy, const char *folder, const char *dump, int jobs, GError **error)
{
	g_autofree char *count = g_strdup_printf("%d", jobs);
	char *const arguments[] = { (char *)"pg_restore", (char *)"--exit-on-error", (char *)"--no-subscriptions", (char *)"-j",
		count, (char *)"-d", copy->place, (char *)dump, NULL };

	return spawn(folder, arguments, NULL, error);
}

/* The options of CREATE DATABASE that give the source's encoding and locale. */
static char *like(PGconn *source, GError **error)
{
	AUTO_RESULT result = PQexec(source,
		"SELECT pg_catalog.pg_encoding_to_char(encoding), datcollate, datctype FROM pg_catalog.pg_database WHERE datname = "
		"pg_catalog.current_database()");
	GString *sql = g_string_new(NULL);

	if (result_is_good(result)) {
		quote_format(sql, "TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L", result_text(result, 0, 0),
			result_text(result, 0, 1), result_text(result, 0, 2));
		return g_string_free(sql, false);
	}
	fail(source, "the source", error);
	g_string_free(sql, true);
	return NULL;
}

static bool dump_and_restore(struct copy *copy, PGconn *source, const char *from, const char *password, int jobs, GError **error)
{
	g_autofree char *how = like(source, error), *temporary = how ? g_dir_make_tmp("dbalign-XXXXXX", error) : NULL;
	int major = MAX(PQserverVersion(source), PQserverVersion(copy->server)) / 10000;
	g_autofree char *folder = temporary ? binaries_find(major, error) : NULL;
	g_autofree char *dump = temporary ? g_build_filename(temporary, "dump", NULL) : NULL, *count = g_strdup_printf("%d", jobs);
	char *const arguments[] = { (char *)"pg_dump", (char *)"-Fd", (char *)"--no-subscriptions", (char *)"-j", count,
		(char *)"-f", dump, (char *)"-d", (char *)from, NULL };
	bool good = folder && spawn(folder, arguments, password, error) && create(copy, how, error) &&
		    restore(copy, folder, dump, jobs, error);

	if (temporary)
		tree_remove(temporary);
	return good || migrate_fail_as(error, MIGRATE_CONNECTION);
}

/* Takes the lock in shared mode, so that no run can change the source while it is read. */
static bool hold_off(PGconn *source, const struct project *project, double seconds, run_say say, GError **error)
{
	gint64 end = g_get_monotonic_time() + (gint64)(seconds * G_USEC_PER_SEC);
	g_autofree char *sql = lock_sql(project->uuid, true);

	for (bool told = false;; told = true) {
		AUTO_RESULT result = PQexec(source, sql);
		if (!result_is_good(result))
			return fail(source, "the source", error);
		if (result_bool(result, 0, 0))
			return true;
		if (!told && say)
			say("waiting for a run on the source to end", NULL);
		if (!goes_on(error))
			return false;
		if (g_get_monotonic_time() >= end)
			return migrate_fail(error, MIGRATE_LOCKED,
				"a run is at work on the source; nothing was done: rehearse when it has ended");
		g_usleep(250000);
	}
}

static bool copy_source(struct copy *copy, const struct project *project, const struct environment *environment,
	const struct rehearsal *rehearsal, run_say say, GError **error)
{
	const char *from = rehearsal->from ? rehearsal->from : environment->place;
	g_autofree char *password = NULL;

	if (environment->password_command && !(password = command_output(environment->password_command, "password_command", error)))
		return false;
	PGconn *source = connect(from, password, error);
	bool good = source && hold_off(source, project, environment->lock_wait, say, error) &&
		    dump_and_restore(copy, source, from, password, rehearsal->jobs, error);
	if (password)
		explicit_bzero(password, strlen(password));
	PQfinish(source);
	return good;
}

static bool copy_file(struct copy *copy, const struct project *project, const struct rehearsal *rehearsal, GError **error)
{
	g_autofree char *dump = file_path(project->directory, rehearsal->file),
			*folder = binaries_find(PQserverVersion(copy->server) / 10000, error);

	if (folder)
		return create(copy, "TEMPLATE template0", error) && restore(copy, folder, dump, rehearsal->jobs, error);
	return migrate_fail_as(error, MIGRATE_USAGE);
}

bool copy_make(struct copy *copy, const struct project *project, const struct environment *environment,
	const struct rehearsal *rehearsal, run_say say, GError **error)
{
	gint64 start = g_get_monotonic_time();
	bool good;

	*copy = (struct copy){ .name = g_strdup(rehearsal->database), .place = place_of(rehearsal->server, rehearsal->database) };
	if (!(copy->server = connect(rehearsal->server, NULL, error)) || !claim(copy, error) || !drop(copy, error))
		return false;
	if (rehearsal->template) {
		g_autoptr(GString) how = g_string_new(NULL);
		quote_format(how, "TEMPLATE %I", rehearsal->template);
		copy->how = "template";
		good = create(copy, how->str, error);
	} else if (rehearsal->file) {
		copy->how = "file";
		good = copy_file(copy, project, rehearsal, error);
	} else {
		copy->how = "pg_dump";
		good = copy_source(copy, project, environment, rehearsal, say, error);
	}
	copy->seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
	return good && goes_on(error);
}

void copy_end(struct copy *copy, bool keep, run_say say)
{
	g_autoptr(GError) problem = NULL;

	if (copy->made && !keep && !drop(copy, &problem) && say) {
		g_autofree char *text = g_strdup_printf("the copy stays: %s", problem->message);
		say(text, NULL);
	}
	PQfinish(copy->server);
	g_free(copy->name);
	g_free(copy->place);
}
