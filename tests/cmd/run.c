/* Runs the programs just built, as a user would. */
#include "tests/cmd/run.h"

#include <string.h>
#include <sys/wait.h>

#include <criterion/criterion.h>

#include "tests/server.h"

static char *directory;

const char *run_directory(void)
{
	if (!directory) {
		directory = g_dir_make_tmp("pgcanon-cmd-XXXXXX", NULL);
		cr_assert(directory, "no temporary directory");
		g_autofree char *path = g_strdup_printf("%s:%s", g_getenv("PGCANON_BIN"), g_getenv("PATH"));
		g_setenv("PATH", path, true);
		g_setenv("LC_ALL", "C.UTF-8", true);
		g_unsetenv("NO_COLOR");
	}
	return directory;
}

void run_cleanup(void)
{
	char *command[] = { "rm", "-rf", directory, NULL };

	if (directory)
		g_spawn_sync(NULL, command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
	g_clear_pointer(&directory, g_free);
}

void run_file(const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(run_directory(), name, NULL);

	cr_assert(g_file_set_contents(path, text, -1, NULL), "cannot write %s", path);
}

void make(const char *database, const char *sql)
{
	g_autoptr(GError) error = NULL;

	/* tests run side by side: what another test has under this name is not dropped, as server_create_database() would */
	cr_assert(server_add_database(database, &error), "%s", error ? error->message : "");
	more(database, sql);
	run_directory();
}

void more(const char *database, const char *sql)
{
	g_autoptr(GError) error = NULL;

	cr_assert(server_run(database, sql, &error), "%s", error ? error->message : "");
}

void drop(const char *database)
{
	server_drop_database(database, NULL);
}

struct outcome run(const char *command)
{
	char *arguments[] = { "sh", "-c", (char *)command, NULL };
	struct outcome outcome = { 0 };
	g_autoptr(GError) error = NULL;
	int status;

	cr_assert(g_spawn_sync(run_directory(), arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &outcome.out, &outcome.err,
			  &status, &error),
		"%s", error ? error->message : "");
	outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return outcome;
}

void outcome_clear(struct outcome *outcome)
{
	g_free(outcome->out);
	g_free(outcome->err);
}

static bool fits(const char *text, const char *expected)
{
	return expected ? strcmp(expected, "*") == 0 || strstr(text, expected) : !*text;
}

void run_rows(const struct expected *rows)
{
	for (; rows->command; rows++) {
		AUTO_OUTCOME outcome = run(rows->command);
		cr_expect(outcome.status == rows->status, "%s: status %d, not %d\n%s", rows->command, outcome.status, rows->status,
			outcome.err);
		cr_expect(fits(outcome.out, rows->out), "%s: wrote %s, not %s", rows->command, outcome.out,
			rows->out ? rows->out : "nothing");
		cr_expect(fits(outcome.err, rows->err), "%s: said %s, not %s", rows->command, outcome.err,
			rows->err ? rows->err : "nothing");
	}
}

void run_rows_in(const char *folder, const struct expected *rows)
{
	for (; rows->command; rows++) {
		g_autofree char *command = g_strdup_printf("cd %s && { %s\n}", folder, rows->command);
		run_rows((const struct expected[]){ { command, rows->status, rows->out, rows->err }, { 0 } });
	}
}

const char shop_schema[] = "CREATE SCHEMA shop; CREATE SCHEMA depot;"
			   "CREATE TYPE shop.mood AS ENUM ('good', 'bad');"
			   "CREATE TABLE shop.item (id serial PRIMARY KEY, title text NOT NULL);"
			   "CREATE TABLE shop.sale (id integer REFERENCES shop.item, mood shop.mood);"
			   "CREATE VIEW shop.sold AS SELECT id FROM shop.sale;"
			   "CREATE TABLE depot.item (id integer);"
			   "CREATE TABLE public.loose (id integer);";
