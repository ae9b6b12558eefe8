/* Environments of several databases. */
#include <stdlib.h>

#include "tests/runner/help.h"

enum { TARGETS = 7 };

static const char *project;

static char *database_of(guint target)
{
	return target ? g_strdup_printf("%s_%u", project, target) : g_strdup(project);
}

/* The database of begin() is the canary, and there are seven more. */
static void begin_fleet(const char *name)
{
	g_autoptr(GString) environment = g_string_new(NULL);

	project = name;
	begin(name);
	g_string_printf(environment, "stage: PRD\nplace: %s\ndrift: off\ntargets:\n", name);
	for (guint i = 1; i <= TARGETS; i++) {
		g_autofree char *database = database_of(i);
		make(database, "SELECT 1");
		g_string_append_printf(environment, "  t%u: %s\n", i, database);
	}
	put("env/test.yaml", environment->str);
	put_three();
}

static void end_fleet(void)
{
	for (guint i = 1; project && i <= TARGETS; i++) {
		g_autofree char *database = database_of(i);
		drop(database);
	}
	clean_up();
}

TestSuite(fleet, .fini = end_fleet);

/* A value of each of them: the answers, one behind the other. */
static void all_say(const char *sql, const char *wanted)
{
	g_autoptr(GString) said = g_string_new(NULL);

	for (guint i = 0; i <= TARGETS; i++) {
		g_autofree char *database = database_of(i), *command = g_strdup_printf("psql -qXtA -d %s -c \"%s\"", database, sql);
		AUTO_OUTCOME outcome = run(command);
		g_string_append(said, g_strchomp(outcome.out));
	}
	cr_expect_str_eq(said->str, wanted, "%s: %s, not %s", sql, said->str, wanted);
}

/* Of table t: none, a alone, a and b. */
#define COLUMNS "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass('public.t') AND attname IN ('a', 'b')"

Test(fleet, all_of_them)
{
	begin_fleet("fleet_all");
	dbalign_rows((const struct expected[]){
		{ "show 1", 1, NULL, "environment test has 8 targets; which one? --target NAME is needed" },
		{ "--target nosuch status", 1, NULL, "environment test has no target \"nosuch\"" },
		{ "--jobs 0 apply", 1, NULL, "--jobs takes a number from 1 to 64, found \"0\"" },
		{ "status --exit-code | tail -n 1", 0, "8 targets: 0 done, 8 not, 0 not begun\n", NULL },
		{ "--target t3 apply", 0, "fleet_all_3: at 00003_column\n", NULL },
		{ "--jobs 3 apply >said && head -n 1 said && tail -n 1 said", 0, "8 targets: 8 done, 0 not, 0 not begun\n", NULL },
		{ "status --json --exit-code | python3 -c 'import json, sys; r = json.load(sys.stdin); print(r[\"status\"], [(t[\"target\"], "
		  "t[\"result\"][\"number\"]) for t in r[\"targets\"]][::7])'",
			0, "0 [('canary', 3), ('t7', 3)]\n", NULL },
		{ "verify | grep -c 'as they were applied'", 0, "8\n", NULL },
		{ "down --to 1 | tail -n 1", 0, "8 targets: 8 done, 0 not, 0 not begun\n", NULL },
		{ 0 },
	});
	all_say(COLUMNS, "11111111");
	run_rows((const struct expected[]){ { "head -n 1 said", 0, "canary: done, ", NULL }, { 0 } });
}

/* The canary goes first; one that fails is as before, none is left half done, and others are begun only where that is wanted. */
Test(fleet, one_of_them_fails)
{
	begin_fleet("fleet_one");
	more("fleet_one_2", "CREATE TABLE public.t (c integer)");
	dbalign_rows((const struct expected[]){
		{ "--jobs 1 apply", 7, "8 targets: 2 done, 1 not, 5 not begun\n", NULL },
		{ "plan | tail -n 1", 0, "8 targets: 8 done, 0 not, 0 not begun\n", NULL },
		{ 0 },
	});
	all_say(COLUMNS, "22000000");
	dbalign_rows((const struct expected[]){ { "--go-on apply", 7, "8 targets: 7 done, 1 not, 0 not begun\n", NULL }, { 0 } });
	all_say(COLUMNS, "22022222");
	more("fleet_one", "DROP SCHEMA dbalign CASCADE");
	dbalign_rows((const struct expected[]){ { "--jobs 8 apply", 7, "8 targets: 0 done, 1 not, 7 not begun\n", NULL }, { 0 } });
}

/* More targets than descriptors: as many are at work at once as there are descriptors for. */
Test(fleet, few_descriptors)
{
	g_autoptr(GString) environment = g_string_new("stage: PRD\nplace: fleet_few\ndrift: off\ntargets:\n");

	begin_fleet("fleet_few");
	for (guint i = 1; i <= 60; i++)
		g_string_append_printf(environment, "  t%u: fleet_few\n", i);
	put("env/test.yaml", environment->str);
	run_rows((const struct expected[]){
		{ "ulimit -n 32; timeout 60 dbalign -C fleet_few -e test --jobs 64 status | tail -n 1", 0,
			"61 targets: 61 done, 0 not, 0 not begun\n", NULL },
		{ "ulimit -n 12; timeout 60 dbalign -C fleet_few -e test --jobs 64 status", 1, NULL,
			"of the 12 that a process may have, and each of several targets needs 16; nothing was done: raise the limit" },
		{ 0 },
	});
}

/* All of its processes at once, amid it: each database is wholly before a change or wholly after it, and the next run goes on. */
Test(fleet, killed)
{
	begin_fleet("fleet_killed");
	put("build/00002_rows.sql", "INSERT INTO public.t SELECT g FROM generate_series(1, 5) g; SELECT pg_sleep(0.8);");
	run_rows((const struct expected[]){
		{ "cd fleet_killed && dbalign hash >said; setsid dbalign -e test --jobs 4 apply >said 2>&1 & " UNTIL_ASLEEP(
			  "fleet_killed%", "2") "; kill -9 -$!; wait; " UNTIL_ENDED("fleet_killed%"),
			0, NULL, "*" },
		{ 0 },
	});
	all_say("SELECT n = ANY (CASE WHEN to_regclass('public.t') IS NULL THEN '{0}' WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = "
		"to_regclass('public.t') AND attname = 'b') THEN '{3}' ELSE '{1,2}' END::int[]) FROM (SELECT (xpath('//n/text()', query_to_xml(CASE WHEN "
		"to_regclass('dbalign.state') IS NULL THEN 'SELECT 0 AS n' ELSE 'SELECT patch_number AS n FROM dbalign.state' END, false, false, "
		"'')))[1]::text::int AS n) s",
		"tttttttt");
	dbalign_rows(
		(const struct expected[]){ { "apply | tail -n 1", 0, "8 targets: 8 done, 0 not, 0 not begun\n", NULL }, { 0 } });
	all_say("SELECT count(*) FROM public.t WHERE b = 'x'", "55555555");
}
