/* Tests yaml2db --guard: a script that finds another schema than the one that was compared does nothing. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

Test(guard, stops_before_the_first_change)
{
	static const char old[] =
		"CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN d AS integer CHECK (VALUE > 0); CREATE SEQUENCE q;"
		" CREATE TABLE u (id integer PRIMARY KEY, day timestamptz DEFAULT '2020-01-01'::timestamptz); CREATE VIEW v AS "
		"SELECT id FROM u;"
		" CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE TABLE \"it's :'a' $$\" (id "
		"integer); CREATE TABLE other (id integer)";
	g_autofree char *new = g_strconcat(old,
		"; ALTER TYPE mood ADD VALUE 'none'; ALTER DOMAIN d SET NOT NULL; ALTER SEQUENCE q INCREMENT 5; ALTER TABLE u ADD "
		"a integer;"
		" CREATE OR REPLACE VIEW v AS SELECT id, a FROM u; CREATE OR REPLACE FUNCTION f(a integer) RETURNS integer "
		"LANGUAGE sql AS 'SELECT 2';"
		" ALTER TABLE \"it's :'a' $$\" ADD b integer; CREATE TABLE more (id integer)",
		NULL);
	static const char run_it[] = "psql -XqAt -v ON_ERROR_STOP=1 -d guard_old -f up";
	static const struct {
		const char *change, *back, *named;
	} changes[] = {
		{ "ALTER TABLE u ALTER day SET NOT NULL", "ALTER TABLE u ALTER day DROP NOT NULL", "table public.u" },
		{ "CREATE INDEX later ON u (day)", "DROP INDEX later", "table public.u" },
		{ "ALTER TYPE mood RENAME VALUE 'bad' TO 'worse'", "ALTER TYPE mood RENAME VALUE 'worse' TO 'bad'",
			"enum public.mood" },
		{ "ALTER DOMAIN d ADD CONSTRAINT n CHECK (VALUE < 9)", "ALTER DOMAIN d DROP CONSTRAINT n", "domain public.d" },
		{ "ALTER SEQUENCE q CACHE 7", "ALTER SEQUENCE q CACHE 1", "sequence public.q" },
		{ "CREATE OR REPLACE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 3'",
			"CREATE OR REPLACE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
			"function public.f(a integer)" },
		{ "ALTER TABLE \"it's :'a' $$\" RENAME TO gone", "ALTER TABLE gone RENAME TO \"it's :'a' $$\"",
			"table public.\"it's :'a' $$\"" },
	};

	make("guard_old", old);
	make("guard_new", new);
	run_rows((const struct expected[]){
		{ "yaml2db -q --guard -o up --down down guard_old guard_new", 0, "", NULL },
		{ "grep -c '^DO ' up; grep -c '^DO ' down", 1, "1\n0\n", NULL },
		{ "db2yaml guard_old >old.yaml; yaml2db --guard old.yaml guard_new", 2, "",
			"--guard asks the place that is to change, which is no database" },
		{ 0 },
	});
	for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
		g_autofree char *message = g_strdup_printf("not as it was when this script was written: %s", changes[i].named);
		more("guard_old", changes[i].change);
		run_rows((const struct expected[]){ { run_it, 3, "", message }, { 0 } });
		more("guard_old", changes[i].back);
	}
	/* what it does not touch is nobody's business, nor is where one looks from */
	more("guard_old",
		"DROP TABLE other; ALTER DATABASE guard_old SET TimeZone = 'Asia/Tokyo'; ALTER DATABASE guard_old SET DateStyle = "
		"'German'");
	run_rows((const struct expected[]){
		{ run_it, 0, "", NULL },
		{ "yaml2db --check --exclude public.other guard_old guard_new", 0, "", NULL },
		{ 0 },
	});
	drop("guard_old");
	drop("guard_new");
}
