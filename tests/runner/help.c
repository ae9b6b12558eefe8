/* Projects to be applied to databases of the throwaway server. */
#include "tests/runner/help.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

static char *name;

void clean_up(void)
{
	run_cleanup();
	if (name)
		drop(name);
	g_clear_pointer(&name, g_free);
}

void begin(const char *project)
{
	g_free(name);
	name = g_strdup(project);
	make(project, "SELECT 1");
	g_autofree char *journal = g_build_filename(run_directory(), "journal", NULL),
			*command = g_strdup_printf("dbalign init %s", project);
	g_setenv("DBALIGN_JOURNAL", journal, true);
	AUTO_OUTCOME outcome = run(command);
	cr_assert(outcome.status == 0, "%s", outcome.err);
	g_autofree char *environment = g_strdup_printf("stage: DEV\nplace: %s\ndrift: off\n", project);
	put("env/test.yaml", environment);
}

void put(const char *file, const char *text)
{
	g_autofree char *path = g_build_filename(run_directory(), name, file, NULL), *folder = g_path_get_dirname(path);

	cr_assert(g_mkdir_with_parents(folder, 0777) == 0 && g_file_set_contents(path, text, -1, NULL), "%s", path);
}

void put_change(const char *change, const char *build, const char *rollback, const char *pre, const char *post)
{
	const struct {
		const char *folder, *text;
	} files[] = { { "build", build }, { "rollback", rollback }, { "pre", pre }, { "post", post } };

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_strdup_printf("%s/%s.sql", files[i].folder, change);
		if (files[i].text)
			put(path, files[i].text);
	}
}

static void hash(void)
{
	g_autofree char *command = g_strdup_printf("dbalign -C %s hash", name);
	AUTO_OUTCOME outcome = run(command);

	cr_assert(outcome.status == 0, "%s", outcome.err);
}

void put_three(void)
{
	put_change("00001_table", "CREATE TABLE public.t (a integer);", "DROP TABLE public.t;",
		"SELECT to_regclass('public.t') IS NULL;", "SELECT to_regclass('public.t') IS NOT NULL;");
	put_change("00002_rows", "INSERT INTO public.t SELECT g FROM generate_series(1, 5) g;", "DELETE FROM public.t;",
		"SELECT count(*) = 0 FROM public.t; INSERT INTO contract SELECT 'wanted', count(*) + 5 FROM public.t;",
		"SELECT count(*) = (SELECT value::integer FROM contract WHERE key = 'wanted') FROM public.t;");
	put_change("00003_column", "ALTER TABLE public.t ADD b text;\nUPDATE public.t SET b = 'x';", "ALTER TABLE public.t DROP b;",
		"-- expect: none\nSELECT FROM pg_attribute WHERE attrelid = 'public.t'::regclass AND attname = 'b';",
		"SELECT count(*) = 5 FROM public.t WHERE b = 'x';");
	hash();
}

struct outcome dbalign(int status, const char *arguments)
{
	g_autofree char *command = g_strdup_printf("dbalign -C %s --env test %s", name, arguments);
	struct outcome outcome = run(command);

	cr_assert(outcome.status == status, "%s: exit status %d, not %d: %s%s", command, outcome.status, status, outcome.out,
		outcome.err);
	return outcome;
}

void dbalign_rows(const struct expected *rows)
{
	for (; rows->command; rows++) {
		g_autofree char *command = g_strdup_printf("dbalign -C %s --env test %s", name, rows->command);
		run_rows((const struct expected[]){ { command, rows->status, rows->out, rows->err }, { 0 } });
	}
}

char *ask(const char *sql)
{
	g_autofree char *place = g_strdup_printf("dbname=%s", name);
	PGconn *connection = PQconnectdb(place);
	PGresult *result = PQexec(connection, sql);

	cr_assert(PQresultStatus(result) == PGRES_TUPLES_OK, "%s: %s", sql, PQerrorMessage(connection));
	char *value = g_strdup(PQntuples(result) ? PQgetvalue(result, 0, 0) : "");
	PQclear(result);
	PQfinish(connection);
	return value;
}

/* What is there: the number of changes that the table shows, -1: half of one. */
static int shown(void)
{
	g_autofree char *there =
		ask("SELECT count(*) FILTER (WHERE attname = 'a') || ' ' || count(*) FILTER (WHERE attname = 'b') FROM pg_attribute"
		    " WHERE attrelid = to_regclass('public.t') AND NOT attisdropped");
	if (strcmp(there, "0 0") == 0)
		return 0;
	if (strcmp(there, "1 0") == 0) {
		g_autofree char *rows = ask("SELECT count(*) FROM public.t");
		return strcmp(rows, "0") == 0 ? 1 : strcmp(rows, "5") == 0 ? 2 : -1;
	}
	g_autofree char *filled = ask("SELECT count(*) || ' ' || count(*) FILTER (WHERE b = 'x') FROM public.t");
	return strcmp(filled, "5 5") == 0 ? 3 : -1;
}

/*
 * The number that the registry tells, if it agrees with itself: state, applied, and the number of the last attempt that succeeded.
 */
static int registered(void)
{
	g_autofree char *there = ask("SELECT to_regclass('dbalign.state') IS NOT NULL");
	if (there[0] == 'f')
		return 0;
	g_autofree char *said = ask(
		"SELECT s.patch_number || ' ' || (SELECT count(*) FROM dbalign.applied) || ' ' || coalesce((SELECT patch_number - "
		"(direction = 'down')::int FROM"
		" dbalign.attempt WHERE result = 'applied' ORDER BY id DESC LIMIT 1), 0) FROM dbalign.state s");
	int number = atoi(said);
	g_autofree char *wanted = g_strdup_printf("%d %d %d", number, number, number);
	return strcmp(said, wanted) == 0 ? number : -1;
}

int whole_number(void)
{
	int number = shown();

	return number == registered() ? number : -1;
}

bool is_whole_at(int number)
{
	return whole_number() == number;
}

bool is_as_registered(void)
{
	return whole_number() >= 0;
}
