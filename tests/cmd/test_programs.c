/* The programs against a server: reading, comparing, running. */
#include <string.h>

#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

TestSuite(programs, .fini = run_cleanup);

Test(programs, reading)
{
	make("cmd_reading", shop_schema);
	run_rows((const struct expected[]){
		{ "db2yaml cmd_reading", 0, "  table item:\n", NULL },
		{ "db2yaml dbname=cmd_reading", 0, "  table item:\n", NULL },
		{ "db2yaml \"postgresql:///cmd_reading?application_name=x\"", 0, "  table item:\n", NULL },
		{ "PGHOST=/nonexistent db2yaml -H $PGHOST cmd_reading", 0, "  table item:\n", NULL },
		{ "db2yaml -U nobody_at_all cmd_reading", 2, NULL, "cmd_reading: connection" },
		{ "db2yaml -p 1 cmd_reading", 2, NULL, ".s.PGSQL.1" },
		{ "db2yaml cmd_reading >a.yaml; db2yaml a.yaml | diff - a.yaml", 0, NULL, NULL },
		{ "db2yaml cmd_reading -o b.yaml && diff a.yaml b.yaml", 0, NULL, NULL },
		{ "db2yaml cmd_reading -o - | diff a.yaml - && ! test -e ./-", 0, NULL, NULL },
		{ "db2yaml -O cmd_reading | grep '^ *owner:'", 1, NULL, NULL },
		{ "yaml2db --check cmd_reading a.yaml", 0, NULL, NULL },
		{ "yaml2db cmd_reading a.yaml", 0, NULL, NULL },
		{ "yaml2db cmd_reading <a.yaml", 0, NULL, NULL },
		{ "echo x >up; echo x >down; yaml2db --up up --down down cmd_reading a.yaml && cat up down", 0, NULL, NULL },
		{ 0 },
	});
	drop("cmd_reading");
}

Test(programs, unsupported_objects_stop_everything)
{
	make("cmd_unsupported", "CREATE TABLE t (id integer); SET allow_system_table_mods = on;"
				" INSERT INTO pg_seclabel VALUES (4711, 'pg_largeobject'::regclass, 0, 'provider', 'label')");
	run_rows((const struct expected[]){
		{ "db2yaml cmd_unsupported", 3, NULL, "security label on large object 4711" },
		{ "echo before >out; db2yaml cmd_unsupported -o out; cat out", 0, "before\n", "nothing was written" },
		{ "db2yaml --allow-unsupported cmd_unsupported", 0,
			"table t:", "warning: cmd_unsupported: security label on large object 4711 is left out" },
		{ "db2yaml --allow-unsupported -q cmd_unsupported", 0, "table t:", NULL },
		{ 0 },
	});
	drop("cmd_unsupported");
}

/* What no kind describes is named wherever it is read, and left alone. */
Test(programs, states_that_no_kind_describes)
{
	make("cmd_states",
		"CREATE TABLE r (id integer PRIMARY KEY); CREATE TABLE f (r_id integer CONSTRAINT key REFERENCES r, n integer, u "
		"integer UNIQUE DEFERRABLE);"
		" ALTER TABLE f DISABLE TRIGGER ALL; GRANT SELECT (ctid) ON f TO PUBLIC; CREATE INDEX left_over ON f (n);"
		" UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'left_over'::regclass;"
		" CREATE TABLE p (id integer) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);"
		" CREATE TABLE gone (id integer NOT NULL); CREATE UNIQUE INDEX gone_id ON gone (id);"
		" ALTER TABLE gone REPLICA IDENTITY USING INDEX gone_id; DROP INDEX gone_id;");
	run_rows((const struct expected[]){
		{ "db2yaml cmd_states", 3, NULL, "disabled check of constraint key of table public.f" },
		{ "db2yaml cmd_states", 3, NULL, "disabled check of constraint f_u_key of table public.f" },
		{ "db2yaml cmd_states", 3, NULL, "privilege on system column ctid of public.f" },
		{ "db2yaml cmd_states", 3, NULL, "invalid index public.left_over" },
		{ "db2yaml --allow-unsupported -q cmd_states >a.yaml; grep left_over a.yaml", 1, NULL, NULL },
		{ "grep -A9 'table gone' a.yaml", 0, "replica_identity: nothing", NULL },
		{ "yaml2db --check cmd_states a.yaml", 0, NULL, "invalid index public.left_over is not compared" },
		{ "yaml2db cmd_states a.yaml", 0, NULL, "*" },
		{ 0 },
	});
	if (server_version() >= 14) {
		g_autoptr(GError) error = NULL;
		cr_assert(server_run("cmd_states", "UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'p1'::regclass",
				  &error),
			"%s", error ? error->message : "");
		run_rows((const struct expected[]){
			{ "db2yaml cmd_states", 3, NULL, "unfinished DETACH PARTITION of table public.p1" }, { 0 } });
	}
	drop("cmd_states");
}

/* Nothing that a database or role sets for its sessions makes a script do otherwise. */
Test(programs, settings_of_a_database)
{
	make("cmd_set",
		"CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;"
		" ALTER DATABASE cmd_set SET default_table_access_method = other; ALTER DATABASE cmd_set SET "
		"standard_conforming_strings = off;"
		" ALTER DATABASE cmd_set SET search_path = 'nowhere'; ALTER DATABASE cmd_set SET \"TimeZone\" = 'Asia/Tokyo';"
		" ALTER DATABASE cmd_set SET \"DateStyle\" = 'German'; ALTER DATABASE cmd_set SET \"IntervalStyle\" = 'iso_8601'");
	make("cmd_unset",
		"CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;"
		" CREATE TABLE t (id integer, s text DEFAULT E'a\\\\b', at timestamptz DEFAULT '2020-02-03 04:05:06+00', d date "
		"DEFAULT '2020-02-03', i interval DEFAULT '1 day 2 hours');"
		" CREATE TABLE o (id integer) USING other; COMMENT ON TABLE t IS E'back\\\\slash'");
	run_rows((const struct expected[]){
		{ "db2yaml cmd_unset >want.yaml; yaml2db -o up cmd_set want.yaml && psql -Xq -v ON_ERROR_STOP=1 -d cmd_set -f up "
		  "-o /dev/null",
			0, NULL, NULL },
		{ "yaml2db --check cmd_set want.yaml; db2yaml cmd_set | diff - want.yaml", 0, NULL, NULL },
		{ 0 },
	});
	drop("cmd_set");
	drop("cmd_unset");
}

/* Rows that policies hide, even from the owner who runs the script, are not lost with the table that is put aside. */
Test(programs, hidden_rows_are_not_lost)
{
	static const char role[] =
		"DO $$ BEGIN IF to_regrole('keeper') IS NULL THEN CREATE ROLE keeper LOGIN; END IF; END $$; CREATE SCHEMA s "
		"AUTHORIZATION keeper;";
	static const char hidden[] =
		"ALTER TABLE s.t OWNER TO keeper; ALTER TABLE s.t ENABLE ROW LEVEL SECURITY; ALTER TABLE s.t FORCE ROW LEVEL "
		"SECURITY;"
		" CREATE POLICY p ON s.t USING (id > 1)";
	g_autofree char *have =
		g_strdup_printf("%s CREATE TABLE s.t (id integer); INSERT INTO s.t VALUES (1), (2); %s", role, hidden);
	g_autofree char *want = g_strdup_printf(
		"%s CREATE TABLE s.t (id integer) PARTITION BY LIST (id); CREATE TABLE s.d PARTITION OF s.t DEFAULT; ALTER TABLE "
		"s.d OWNER TO keeper; %s",
		role, hidden);

	make("cmd_hidden", have);
	make("cmd_parted", want);
	run_rows((const struct expected[]){
		{ "db2yaml cmd_parted >want.yaml; yaml2db -o up cmd_hidden want.yaml", 0, NULL, "*" },
		{ "grep -v FORCE up >kept; psql -1Xq -U keeper -v ON_ERROR_STOP=1 -d cmd_hidden -f kept -o /dev/null", 3, NULL,
			"row-level security" },
		{ "psql -1Xq -U keeper -v ON_ERROR_STOP=1 -d cmd_hidden -f up -o /dev/null; yaml2db --check cmd_hidden want.yaml",
			0, NULL, NULL },
		{ "psql -AXtq -d cmd_hidden -c 'SELECT count(*) FROM s.t'", 0, "2\n", NULL },
		{ 0 },
	});
	drop("cmd_hidden");
	drop("cmd_parted");
	g_autoptr(GError) error = NULL;
	cr_assert(server_run("postgres", "DROP ROLE keeper", &error), "%s", error ? error->message : "");
}

/* No provider is installed, so the catalog is told of labels by hand. */
Test(programs, security_labels)
{
	static const char objects[] =
		"CREATE TABLE t (id integer); CREATE VIEW v AS SELECT id FROM t; CREATE FUNCTION f(integer) RETURNS integer "
		"LANGUAGE sql AS 'SELECT 1';"
		" CREATE TYPE e AS ENUM ('a'); CREATE SCHEMA s; CREATE DOMAIN d AS integer; CREATE SEQUENCE sq;"
		" INSERT INTO pg_seclabel SELECT 't'::regclass, 'pg_class'::regclass, 0, provider, label FROM (VALUES ('one', "
		"'kept'), ('two', ";
	g_autofree char *have = g_strdup_printf(
		"SET allow_system_table_mods = on; %s'it''s old')) x (provider, label);"
		" INSERT INTO pg_seclabel VALUES ('v'::regclass, 'pg_class'::regclass, 1, 'one', 'gone'), ('f'::regproc, "
		"'pg_proc'::regclass, 0, 'Odd \"name', 'gone')",
		objects);
	g_autofree char *want = g_strdup_printf(
		"SET allow_system_table_mods = on; %s'it''s new')) x (provider, label);"
		" INSERT INTO pg_seclabel VALUES ('t'::regclass, 'pg_class'::regclass, 1, 'one', 'a=b'), ('e'::regtype, "
		"'pg_type'::regclass, 0, 'one', 'enum'),"
		" ('s'::regnamespace, 'pg_namespace'::regclass, 0, 'one', 'schema'), ('d'::regtype, 'pg_type'::regclass, 0, "
		"'one', 'domain'),"
		" ('sq'::regclass, 'pg_class'::regclass, 0, 'one', 'sequence')",
		objects);

	make("cmd_labelled", have);
	make("cmd_relabelled", want);
	run_rows((const struct expected[]){
		{ "db2yaml cmd_relabelled >want.yaml; db2yaml want.yaml | diff - want.yaml", 0, NULL, NULL },
		{ "grep -A3 security_labels want.yaml", 0, "two: it's new\n", NULL },
		{ "yaml2db cmd_labelled want.yaml | grep LABEL", 0,
			"SECURITY LABEL FOR one ON SCHEMA s IS 'schema';\n"
			"SECURITY LABEL FOR one ON TYPE public.e IS 'enum';\n"
			"SECURITY LABEL FOR one ON DOMAIN public.d IS 'domain';\n"
			"SECURITY LABEL FOR one ON SEQUENCE public.sq IS 'sequence';\n"
			"SECURITY LABEL FOR \"Odd \"\"name\" ON FUNCTION public.f(integer) IS NULL;\n"
			"SECURITY LABEL FOR two ON TABLE public.t IS 'it''s new';\n"
			"SECURITY LABEL FOR one ON COLUMN public.t.id IS 'a=b';\n"
			"SECURITY LABEL FOR one ON COLUMN public.v.id IS NULL;\n",
			NULL },
		{ "yaml2db --check cmd_labelled want.yaml", 1, "table public.t: security_labels: wanted \"one=kept, two=it's new\"",
			"*" },
		{ 0 },
	});
	drop("cmd_labelled");
	drop("cmd_relabelled");
}

Test(programs, check_tells_differences)
{
	make("cmd_check", "CREATE TABLE t (id integer, gone text); COMMENT ON TABLE t IS 'old'");
	run_file("want.yaml",
		"schema public:\n  table t:\n    description: new\n    columns:\n    - id:\n        type: bigint\n    - extra:\n  "
		"      type: text\n"
		"  sequence s: {}\n");
	run_rows((const struct expected[]){
		{ "yaml2db --check -n public cmd_check want.yaml", 1, "sequence public.s: missing\n", "*" },
		{ "yaml2db --check -n public cmd_check want.yaml", 1, "column gone of table public.t: not wanted\n", "*" },
		{ "yaml2db --check -n public cmd_check want.yaml", 1,
			"column id of table public.t: type: wanted \"bigint\", found \"integer\"\n", "*" },
		{ "yaml2db --check -n public cmd_check want.yaml | grep -c .", 0, "*", "*" },
		{ "yaml2db --check --color=always -n public cmd_check want.yaml", 1, "\033[32msequence public.s\033[0m: missing",
			"*" },
		{ "NO_COLOR=1 yaml2db --check -n public cmd_check want.yaml | grep -c '\033'", 1, "0\n", "*" },
		{ 0 },
	});
	drop("cmd_check");
}

/* Lists are told by what was added and removed, and a last line counts; scripts can be had in the same run. */
Test(programs, check_counts_and_writes)
{
	make("cmd_counts",
		"CREATE TABLE t (id integer, gone text); CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE old (id integer); GRANT "
		"SELECT, INSERT ON t TO PUBLIC");
	make("cmd_counts_wanted",
		"CREATE TABLE t (id integer); CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE VIEW v AS SELECT 1 AS one; GRANT "
		"SELECT, UPDATE ON t TO PUBLIC");
	run_rows((const struct expected[]){
		{ "yaml2db --check cmd_counts cmd_counts_wanted | tail -n 1", 0, "1 to add, 2 to change, 2 to drop\n", NULL },
		{ "yaml2db --check cmd_counts cmd_counts_wanted", 1, "labels: + c\n", NULL },
		{ "yaml2db --check cmd_counts cmd_counts_wanted", 1, "privileges: + PUBLIC: update; - PUBLIC: insert\n", NULL },
		{ "yaml2db --check -q cmd_counts cmd_counts_wanted | grep -c 'to add'", 1, "0\n", NULL },
		{ "yaml2db --check cmd_counts cmd_counts", 0, NULL, NULL },
		{ "yaml2db --check --down down --allow-data-loss cmd_counts cmd_counts_wanted | grep -c '^SET'", 1, "0\n", "*" },
		{ "yaml2db --check --up up --down down --allow-data-loss cmd_counts cmd_counts_wanted", 1, "to drop\n", "*" },
		{ "psql -Xq1 -v ON_ERROR_STOP=1 -d cmd_counts -f up -o /dev/null && yaml2db --check cmd_counts cmd_counts_wanted",
			0, NULL, NULL },
		{ "yaml2db --check --up none cmd_counts cmd_counts_wanted && wc -c <none", 0, "0\n", NULL },
		{ 0 },
	});
	drop("cmd_counts");
	drop("cmd_counts_wanted");
}

Test(programs, forward_and_back)
{
	make("cmd_have", "CREATE TABLE t (id integer, gone text)");
	make("cmd_want", "CREATE TABLE t (id integer, note text)");
	run_rows((const struct expected[]){
		{ "db2yaml cmd_have >have.yaml; db2yaml cmd_want >want.yaml", 0, NULL, NULL },
		{ "echo before >up; yaml2db --up up cmd_have want.yaml", 2, NULL, "data loss: " },
		{ "cat up", 0, "before\n", NULL },
		{ "yaml2db --allow-data-loss --up up --down down cmd_have want.yaml", 0, NULL, "warning: data loss" },
		{ "head -n 2 up", 0, ": from cmd_have to want.yaml\n-- for PostgreSQL ", NULL },
		{ "sed -n '3,5p' up", 0,
			"-- 1 to add, 1 to drop\n-- to be run by: psql -X -1 -v ON_ERROR_STOP=1 -d cmd_have -f FILE\n-- data "
			"loss: column gone ",
			NULL },
		{ "head -n 1 down", 0, ": from want.yaml to cmd_have, the way back\n", NULL },
		{ "yaml2db --allow-data-loss cmd_have want.yaml 2>/dev/null | diff - up", 0, NULL, NULL },
		{ "yaml2db --allow-data-loss have.yaml want.yaml 2>/dev/null | grep -v '^--' >offline; yaml2db --no-guard "
		  "--allow-data-loss cmd_have want.yaml 2>/dev/null | grep -v '^--' | diff - offline",
			0, NULL, NULL },
		{ "yaml2db --allow-data-loss --revert -q cmd_have want.yaml", 0, ": from want.yaml to cmd_have\n", NULL },
		{ "yaml2db -1 --allow-data-loss -q cmd_have want.yaml | grep -xE 'BEGIN;|COMMIT;' | tr -d '\\n'", 0,
			"BEGIN;COMMIT;", NULL },
		{ "psql -Xq1 -v ON_ERROR_STOP=1 -d cmd_have -f up -o /dev/null && yaml2db --check cmd_have want.yaml", 0, NULL,
			NULL },
		{ "psql -Xq1 -v ON_ERROR_STOP=1 -d cmd_have -f down -o /dev/null && db2yaml cmd_have | diff - have.yaml", 0, NULL,
			NULL },
		{ "yaml2db -u --allow-data-loss cmd_have want.yaml", 0, "ALTER TABLE", "changes applied" },
		{ "yaml2db --check cmd_have cmd_want", 0, NULL, NULL },
		{ "yaml2db -u cmd_have cmd_want", 0, NULL, NULL },
		{ 0 },
	});
	drop("cmd_have");
	drop("cmd_want");
}

/* An enum's new label can be used only once it is committed. */
Test(programs, what_needs_a_commit_is_no_single_transaction)
{
	make("cmd_label", "CREATE TYPE mood AS ENUM ('good'); CREATE TABLE t (id integer)");
	make("cmd_labels", "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE t (id integer, mood mood DEFAULT 'bad')");
	make("cmd_only", "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE t (id integer)");
	run_rows((const struct expected[]){
		{ "yaml2db -1 cmd_label cmd_labels", 2, NULL,
			"cannot be made in one transaction: what \"ALTER TYPE public.mood ADD VALUE 'bad'" },
		{ "yaml2db -u cmd_label cmd_labels", 2, NULL, "write the script without --update" },
		{ "yaml2db -o up cmd_label cmd_labels && psql -Xq -v ON_ERROR_STOP=1 -d cmd_label -f up -o /dev/null", 0, NULL,
			"do not run this in one transaction, as psql -1 does: the result of \"ALTER TYPE public.mood ADD VALUE 'bad'" },
		{ "yaml2db --check cmd_label cmd_labels", 0, NULL, NULL },
		{ "yaml2db -1 cmd_only cmd_only", 0, NULL, NULL },
		{ 0 },
	});
	drop("cmd_label");
	drop("cmd_labels");
	drop("cmd_only");
}

/* That rows break a constraint shows when it is run; the table made before it must be gone again. */
Test(programs, update_is_all_or_nothing)
{
	make("cmd_update", "CREATE TABLE t (id integer); INSERT INTO t VALUES (1), (1)");
	run_file("want.yaml",
		"schema public:\n  table a:\n    columns:\n    - id:\n        type: integer\n  table t:\n    columns:\n    - id:\n"
		"        type: integer\n"
		"    unique_constraints:\n      t_key:\n        columns:\n        - id\n");
	run_rows((const struct expected[]){
		{ "yaml2db -u -n public cmd_update want.yaml", 2, "*", "All is rolled back, nothing was changed" },
		{ "db2yaml -n public cmd_update | grep '^  table'", 0, "  table t:\n", NULL },
		{ 0 },
	});
	drop("cmd_update");
}

/* The check's text waits for the lock and then has the new name, the column's row still has the old one: it is read again. */
Test(programs, what_is_changed_meanwhile_is_read_again)
{
	make("cmd_changing", "CREATE TABLE t (before integer CONSTRAINT c CHECK (before > 0))");
	run_file("change.sql",
		"BEGIN; ALTER TABLE t RENAME before TO after; DO $$ BEGIN FOR i IN 1..2000 LOOP PERFORM pg_sleep(0.01), "
		"pg_stat_clear_snapshot();"
		" EXIT WHEN EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = "
		"'Lock'); END LOOP; END $$; COMMIT;\n");
	run_file("locked.sql", "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_locks WHERE relation = 't'::regclass AND mode = "
			       "'AccessExclusiveLock') LOOP"
			       " PERFORM pg_sleep(0.01); END LOOP; END $$\n");
	run_rows((const struct expected[]){
		{ "psql -Xq -d cmd_changing -f change.sql >changed 2>&1 & psql -Xq -d cmd_changing -f locked.sql && db2yaml "
		  "cmd_changing >a.yaml; wait; cat changed",
			0, NULL, NULL },
		{ "grep -c before a.yaml; db2yaml cmd_changing | diff - a.yaml", 0, "0\n", NULL },
		{ 0 },
	});
	drop("cmd_changing");
}

/* Names that are SQL, paths, or move the cursor. */
Test(programs, hostile_names)
{
	make("cmd_hostile",
		"CREATE TABLE \"a\n; DROP TABLE b; --\" (\"x\"\" y\" integer); CREATE TABLE \"\033[2J../../etc\" (id integer);"
		"CREATE SCHEMA \"../up\"; CREATE TABLE \"../up\".\"../../t\" (id integer)");
	run_file("empty.yaml", "schema public: {}\n");
	run_rows((const struct expected[]){
		{ "db2yaml cmd_hostile >a.yaml; db2yaml a.yaml | diff - a.yaml", 0, NULL, NULL },
		{ "db2yaml -m -r tree cmd_hostile && ls && find tree/metadata -type f | grep -cF ..", 1,
			"a.yaml\nempty.yaml\ntree\n0\n", NULL },
		{ "db2yaml tree/metadata | diff - a.yaml", 0, NULL, NULL },
		{ "yaml2db --check -n public cmd_hostile empty.yaml", 1, "a\\n; DROP TABLE b; --", "*" },
		{ "yaml2db --check -n public cmd_hostile empty.yaml | grep -c '\033'", 1, "0\n", "*" },
		{ "yaml2db --allow-data-loss -q -n public cmd_hostile empty.yaml | grep -c '^-- data loss: '", 0, "2\n", NULL },
		{ 0 },
	});
	drop("cmd_hostile");
}

int main(int argc, char *argv[])
{
	return server_main(argc, argv);
}
