/*
 * Whatever goes wrong, and at whichever step: outputs are as before or whole, the database is before or after, the message is true,
 * and the exit status tells. A proxy counts the messages between a program and its server; each fault is tried at some of them.
 * PGCANON_FAULTS=N: at each N-th (1: at every one).
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <libpq-fe.h>

#include "tests/cmd/run.h"
#include "tests/faults/proxy.h"
#include "tests/server.h"

#define DATABASE "faults"

TestSuite(faults, .fini = run_cleanup, .timeout = 36000);

enum { SECONDS_MAX = 30 };

static const char before_sql[] =
	"CREATE TABLE public.t (a integer PRIMARY KEY, b text); INSERT INTO public.t SELECT g, 'x' FROM generate_series(1, 100) g;"
	" CREATE VIEW public.v AS SELECT a, b FROM public.t; CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT "
	"1';";
static const char after_sql[] =
	"CREATE TABLE public.t (a bigint PRIMARY KEY, b text NOT NULL, c integer DEFAULT 7); CREATE VIEW public.v AS SELECT a, b, "
	"c FROM public.t;"
	" CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT 2'; CREATE TABLE public.made (a integer REFERENCES "
	"public.t);";

/* What is there: columns, views, functions, keys, rows. */
static const char state_sql[] =
	"SELECT md5(string_agg(x, E'\\n' ORDER BY x)) FROM ("
	" SELECT concat_ws(' ', c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull) FROM "
	"pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
	" WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped"
	" UNION ALL SELECT proname || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
	" UNION ALL SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'"
	" UNION ALL SELECT count(*) || ' rows' FROM public.t) q (x)";

/* A program, and the files that it writes. */
static const struct scenario {
	const char *name, *program, *command, *outputs[3];
	bool changes;
} scenarios[] = {
	{ "reads", "db2yaml", "db2yaml -o out/schema.yaml " DATABASE, { "out/schema.yaml" }, false },
	{ "writes a tree", "db2yaml", "db2yaml -m -r out " DATABASE,
		{ "out/metadata/schema.public/table.t.yaml", "out/metadata/schema.public/view.v.yaml" }, false },
	{ "writes scripts", "yaml2db", "yaml2db --up out/up.sql --down out/down.sql --allow-data-loss " DATABASE " want.yaml",
		{ "out/up.sql", "out/down.sql" }, false },
	{ "updates", "yaml2db", "yaml2db -u --up out/up.sql --allow-data-loss " DATABASE " want.yaml", { "out/up.sql" }, true },
};

struct attempt {
	const struct scenario *scenario;
	GPid pid;
	char *host; /* the server's */
	const struct fault *fault;
	GString *where; /* for messages */
};

static char *ask(const struct attempt *attempt, const char *database, const char *sql)
{
	g_autofree char *place = g_strdup_printf("host=%s dbname=%s options='-c lock_timeout=2s'", attempt->host, database);
	PGconn *connection = NULL;
	char *value = NULL;

	/* after a crash the server takes a moment */
	for (int tries = 0; tries < 600; tries++) {
		connection = PQconnectdb(place);
		if (PQstatus(connection) == CONNECTION_OK)
			break;
		PQfinish(connection);
		connection = NULL;
		g_usleep(50 * 1000);
	}
	cr_assert(connection, "%s: the server is gone", attempt->where->str);
	PGresult *result = PQexec(connection, sql);
	if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result))
		value = g_strdup(PQgetvalue(result, 0, 0));
	PQclear(result);
	PQfinish(connection);
	return value;
}

/* In the server process of the program. */
#define SESSIONS " FROM pg_stat_activity WHERE datname = '" DATABASE "' AND application_name IN ('db2yaml', 'yaml2db')"

static bool act_cut(struct attempt *attempt)
{
	(void)attempt;
	return false;
}

static bool act_terminate(struct attempt *attempt)
{
	g_free(ask(attempt, "postgres", "SELECT pg_terminate_backend(pid, 5000)" SESSIONS));
	return true;
}

static bool act_cancel(struct attempt *attempt)
{
	g_free(ask(attempt, "postgres", "SELECT pg_cancel_backend(pid)" SESSIONS));
	return true;
}

/* The server ends all sessions then, and starts anew. */
static bool act_crash(struct attempt *attempt)
{
	g_autofree char *pid = ask(attempt, "postgres", "SELECT pid" SESSIONS);

	if (pid)
		kill(atoi(pid), SIGKILL);
	return true;
}

static bool act_other_table(struct attempt *attempt)
{
	g_free(ask(attempt, DATABASE, "CREATE TABLE public.meanwhile (a integer)"));
	return true;
}

/* What the script is to make is there. */
static bool act_same_table(struct attempt *attempt)
{
	g_free(ask(attempt, DATABASE, "CREATE TABLE public.made (other integer)"));
	return true;
}

static const struct fault {
	const char *name;
	bool (*act)(struct attempt *);
	int signal;	  /* sent to the program, where there is no act */
	const char *undo; /* what others have done is taken back before looking */
} faults[] = {
	{ "the connection is cut", act_cut },
	{ "the backend is terminated", act_terminate },
	{ "the statement is cancelled", act_cancel },
	{ "the server crashes", act_crash },
	{ "KILL", NULL, SIGKILL },
	{ "TERM", NULL, SIGTERM },
	{ "INT", NULL, SIGINT },
	{ "HUP", NULL, SIGHUP },
	{ "PIPE", NULL, SIGPIPE },
	{ "another table is made", act_other_table, 0, "DROP TABLE public.meanwhile" },
	{ "the same table is made", act_same_table, 0,
		"DO $$ BEGIN IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('public.made') AND attname = "
		"'other') THEN DROP TABLE public.made; END IF; END $$" },
};

static bool act(void *data)
{
	struct attempt *attempt = data;

	if (attempt->fault->act)
		return attempt->fault->act(attempt);
	kill(attempt->pid, attempt->fault->signal);
	return true;
}

static char *content(const char *file)
{
	g_autofree char *path = g_build_filename(run_directory(), file, NULL);
	char *text = NULL;

	g_file_get_contents(path, &text, NULL, NULL);
	return text;
}

static int wait_for(struct attempt *attempt)
{
	for (int tries = 0; tries < SECONDS_MAX * 100; tries++) {
		int status;
		pid_t ended = waitpid(attempt->pid, &status, WNOHANG);
		if (ended == attempt->pid)
			return status;
		g_usleep(10 * 1000);
	}
	kill(attempt->pid, SIGKILL);
	int status;
	waitpid(attempt->pid, &status, 0);
	cr_expect(false, "%s: the program does not end", attempt->where->str);
	return status;
}

/* Runs the program through the proxy; *status as wait() has it. Gives the number of messages. */
static unsigned run_program(struct attempt *attempt, unsigned at, int *status)
{
	g_autofree char *socket = g_build_filename(run_directory(), "s", NULL);
	g_autofree char *command = g_strdup_printf("exec %s >stdout 2>stderr", attempt->scenario->command);
	char *arguments[] = { "sh", "-c", command, NULL };
	g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), "PGHOST", socket, true);
	g_autoptr(GError) error = NULL;

	g_mkdir(socket, 0777);
	struct proxy *proxy = proxy_start(socket, at, act, attempt);
	cr_assert(g_spawn_async(run_directory(), arguments, environment, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL,
			  NULL, &attempt->pid, &error),
		"%s", error ? error->message : "");
	*status = wait_for(attempt);
	return proxy_stop(proxy);
}

/* What an output is before, and once it is whole. */
struct results {
	char *old[3], *whole[3];
	char *before, *after; /* states of the database */
};

static void put_old(const struct scenario *scenario)
{
	AUTO_OUTCOME outcome = run("rm -rf out; mkdir out");

	for (size_t i = 0; i < G_N_ELEMENTS(scenario->outputs) && scenario->outputs[i]; i++) {
		g_autofree char *path = g_build_filename(run_directory(), scenario->outputs[i], NULL),
				*folder = g_path_get_dirname(path);
		g_mkdir_with_parents(folder, 0777);
		cr_assert(g_file_set_contents(path, "# old\n", -1, NULL));
	}
}

static void make_database(const struct attempt *attempt)
{
	g_free(ask(attempt, "postgres", "DROP DATABASE IF EXISTS " DATABASE " WITH (FORCE)"));
	g_free(ask(attempt, "postgres", "CREATE DATABASE " DATABASE " TEMPLATE faults_before"));
}

static void wait_for_sessions(const struct attempt *attempt)
{
	for (int tries = 0; tries < 500; tries++) {
		g_autofree char *count = ask(attempt, "postgres", "SELECT count(*)" SESSIONS);
		if (g_strcmp0(count, "0") == 0)
			return;
		g_usleep(10 * 1000);
	}
	cr_expect(false, "%s: a session is left", attempt->where->str);
}

/* Whether both say the same; rows that could not be counted any more are missing in a comment, which is no fault. */
static bool is_same(const char *text, const char *other)
{
	g_autoptr(GRegex) comments = g_regex_new("^--.*\n", G_REGEX_MULTILINE, 0, NULL);
	g_autofree char *mine = text ? g_regex_replace_literal(comments, text, -1, 0, "", 0, NULL) : NULL;
	g_autofree char *its = g_regex_replace_literal(comments, other, -1, 0, "", 0, NULL);

	return g_strcmp0(mine, its) == 0;
}

/* Old, or whole; 'o' or 'w' of each file. */
static void look_at_outputs(const struct attempt *attempt, const struct results *results, GString *seen)
{
	for (size_t i = 0; i < G_N_ELEMENTS(attempt->scenario->outputs) && attempt->scenario->outputs[i]; i++) {
		g_autofree char *text = content(attempt->scenario->outputs[i]);
		bool whole = is_same(text, results->whole[i]), old = g_strcmp0(text, results->old[i]) == 0;
		/* what others made before it was read is told, too */
		whole |= !old && attempt->fault->undo && text && g_str_has_suffix(text, "\n") &&
			 (strstr(text, "made") || strstr(text, "meanwhile"));
		cr_expect(whole || old, "%s: %s is half:\n%s", attempt->where->str, attempt->scenario->outputs[i],
			text ? text : "missing");
		g_string_append_c(seen, whole ? 'w' : 'o');
	}
}

static bool says(const char *said, const char *const *texts)
{
	for (; *texts; texts++)
		if (strstr(said, *texts))
			return true;
	return false;
}

static void check_told(const struct attempt *attempt, int status, const char *said, bool changed, const char *seen)
{
	static const char *const untouched[] = { "nothing was changed", "rolls all of it back", "All is rolled back", NULL };
	static const char *const touched[] = { "the changes are made", "it is not known whether", NULL };
	const char *where = attempt->where->str;

	if (WIFSIGNALED(status)) {
		cr_expect(WTERMSIG(status) == attempt->fault->signal, "%s: ended by signal %d", where, WTERMSIG(status));
		return;
	}
	int code = WEXITSTATUS(status);
	cr_expect(code == 0 || code == 2, "%s: exit status %d: %s", where, code, said);
	cr_expect(code == 0 || strstr(said, attempt->scenario->program), "%s: exit status %d, and nothing is said: %s", where, code,
		said);
	cr_expect(code != 0 || !strchr(seen, 'o'), "%s: exit status 0, and the outputs are old", where);
	cr_expect(code != 0 || changed == attempt->scenario->changes, "%s: exit status 0, and the database is not as wanted: %s",
		where, said);
	cr_expect(
		!changed || !says(said, untouched), "%s: the database is changed, and it is said that it is not: %s", where, said);
	cr_expect(
		code == 0 || !changed || says(said, touched), "%s: the database is changed, and nothing says so: %s", where, said);
}

static void try(struct attempt *attempt, const struct results *results, unsigned at)
{
	g_autoptr(GString) seen = g_string_new(NULL);
	int status;

	g_string_printf(attempt->where, "%s, %s at message %u", attempt->scenario->name, attempt->fault->name, at);
	put_old(attempt->scenario);
	run_program(attempt, at, &status);
	wait_for_sessions(attempt);
	if (attempt->fault->undo)
		g_free(ask(attempt, DATABASE, attempt->fault->undo));
	g_autofree char *state = ask(attempt, DATABASE, state_sql), *said = content("stderr");
	bool changed = g_strcmp0(state, results->after) == 0;
	cr_expect(changed || g_strcmp0(state, results->before) == 0, "%s: the database is neither before nor after: %s",
		attempt->where->str, said);
	cr_expect(!changed || attempt->scenario->changes, "%s: the database is changed", attempt->where->str);
	look_at_outputs(attempt, results, seen);
	AUTO_OUTCOME left = run("find out -type f ! -name '*.yaml' ! -name '*.sql' ! -name '.*' | wc -l");
	cr_expect(attempt->fault->signal == SIGKILL || atoi(left.out) == 0, "%s: a temporary file is left", attempt->where->str);
	check_told(attempt, status, said, changed, seen->str);
	if (changed || attempt->fault->undo || g_strcmp0(state, results->before) != 0)
		make_database(attempt);
}

/* Without any fault: what is whole, and how many messages there are. */
static unsigned try_none(struct attempt *attempt, struct results *results)
{
	int status;

	g_string_assign(attempt->where, attempt->scenario->name);
	make_database(attempt);
	put_old(attempt->scenario);
	for (size_t i = 0; i < 3 && attempt->scenario->outputs[i]; i++)
		results->old[i] = content(attempt->scenario->outputs[i]);
	results->before = ask(attempt, DATABASE, state_sql);
	unsigned count = run_program(attempt, 0, &status);
	g_autofree char *said = content("stderr");
	cr_assert(status == 0, "%s: %s", attempt->scenario->name, said);
	for (size_t i = 0; i < 3 && attempt->scenario->outputs[i]; i++) {
		results->whole[i] = content(attempt->scenario->outputs[i]);
		cr_assert_str_neq(results->whole[i], results->old[i]);
	}
	results->after = attempt->scenario->changes ? ask(attempt, DATABASE, state_sql) : g_strdup("never");
	cr_assert_str_neq(results->before, results->after);
	make_database(attempt);
	return count;
}

static void clear(struct results *results)
{
	for (int i = 0; i < 3; i++) {
		g_free(results->old[i]);
		g_free(results->whole[i]);
	}
	g_free(results->before);
	g_free(results->after);
}

/* The first step of a fault is another one each time, so that a slice meets all parts of a run. */
static void try_all(struct attempt *attempt, unsigned *tried)
{
	struct results results = { 0 };
	unsigned count = try_none(attempt, &results),
		 every = g_getenv("PGCANON_FAULTS") ? (unsigned)MAX(atoi(g_getenv("PGCANON_FAULTS")), 1) : count;

	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		attempt->fault = &faults[i];
		for (unsigned at = 1 + (unsigned)(i * count * 5 / 13 + *tried * 7) % every; at <= count; at += every, (*tried)++)
			try(attempt, &results, at);
	}
	clear(&results);
}

Test(faults, at_any_step)
{
	struct attempt attempt = { .host = g_strdup(g_getenv("PGHOST")), .where = g_string_new(NULL) };
	unsigned tried = 0;

	make("faults_before", before_sql);
	make("faults_after", after_sql);
	AUTO_OUTCOME want = run("db2yaml -o want.yaml faults_after");
	cr_assert(want.status == 0, "%s", want.err);
	drop("faults_after");
	for (size_t i = 0; i < G_N_ELEMENTS(scenarios); i++) {
		attempt.scenario = &scenarios[i];
		try_all(&attempt, &tried);
	}
	fprintf(stderr, "%u faults were tried\n", tried);
	drop(DATABASE);
	drop("faults_before");
	g_string_free(attempt.where, true);
	g_free(attempt.host);
}
