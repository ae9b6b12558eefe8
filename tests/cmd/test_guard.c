/* Tests that a script finds the database that was compared, or else does nothing. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

TestSuite(guard, .fini = run_cleanup);

static const char old[] =
	"CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TYPE pair AS (a integer, b text); CREATE DOMAIN d AS integer CHECK (VALUE "
	"> 0); CREATE SEQUENCE q;"
	" CREATE FUNCTION due(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1'; CREATE TABLE other (id integer);"
	" CREATE TABLE target (id integer PRIMARY KEY, note text);"
	" CREATE TABLE u (id integer PRIMARY KEY REFERENCES target, day timestamptz DEFAULT '2020-01-01'::timestamptz, kind d);"
	" CREATE VIEW v AS SELECT u.id, t.note FROM u JOIN target t USING (id);"
	" CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE TABLE \"it's :'a' $$\" (id integer);"
	" CREATE FUNCTION same(point, point) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 ~= $2';"
	" CREATE OPERATOR === (LEFTARG = point, RIGHTARG = point, FUNCTION = same);"
	" CREATE TEXT SEARCH CONFIGURATION words (PARSER = pg_catalog.\"default\"); ALTER TEXT SEARCH CONFIGURATION words ADD MAPPING "
	"FOR word WITH simple;"
	" CREATE AGGREGATE many(integer) (SFUNC = int4pl, STYPE = integer); CREATE STATISTICS st ON id, note FROM target;"
	" CREATE PUBLICATION p FOR TABLE target; CREATE COLLATION cc (LOCALE = 'C')",
		  new[] = "; ALTER TYPE pair ADD ATTRIBUTE c integer; ALTER DOMAIN d SET DEFAULT 3; ALTER SEQUENCE q INCREMENT 5;"
			  " ALTER TABLE u ADD a integer CHECK (due(a) > 0), ADD m mood; CREATE OR REPLACE VIEW v AS SELECT u.id, "
			  "t.note, a FROM u JOIN target t USING (id);"
			  " CREATE OR REPLACE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 2';"
			  " ALTER TABLE \"it's :'a' $$\" ADD b integer; CREATE TABLE more (id integer);"
			  " ALTER OPERATOR === (point, point) SET (RESTRICT = eqsel); ALTER TEXT SEARCH CONFIGURATION words ADD "
			  "MAPPING FOR asciiword WITH simple;"
			  " DROP AGGREGATE many(integer); CREATE AGGREGATE many(integer) (SFUNC = int4mul, STYPE = integer); ALTER "
			  "STATISTICS st SET STATISTICS 50;"
			  " ALTER PUBLICATION p SET (publish = 'insert'); COMMENT ON COLLATION cc IS 'C'";

/* The script within a transaction in which the database was changed before. */
static void run_after(const char *database, const char *change, const char *script, int status, const char *message)
{
	g_autofree char *quoted = g_shell_quote(change);
	g_autofree char *command =
		g_strdup_printf("psql -XqAt -v ON_ERROR_STOP=1 -d %s -c BEGIN -c %s -f %s -c ROLLBACK", database, quoted, script);

	run_rows((const struct expected[]){ { command, status, "", message }, { 0 } });
}

Test(guard, stops_before_the_first_change)
{
	static const struct {
		const char *change, *named; /* NULL: nobody minds */
	} changes[] = {
		/* what changes */
		{ "ALTER TABLE u ALTER day SET NOT NULL", "table public.u" },
		{ "CREATE INDEX later ON u (day)", "table public.u" },
		{ "ALTER TABLE u ENABLE ROW LEVEL SECURITY", "table public.u" },
		{ "CREATE POLICY one ON u TO pg_monitor USING (id > 1)", "table public.u" },
		{ "ALTER TABLE u ALTER day SET STATISTICS 7", "table public.u" },
		{ "ALTER TABLE u SET (fillfactor = 50)", "table public.u" },
		{ "CREATE OR REPLACE VIEW v AS SELECT u.id, 'a' || t.note AS note FROM u JOIN target t USING (id)",
			"view public.v" },
		{ "ALTER TYPE pair ALTER ATTRIBUTE b TYPE varchar", "composite public.pair" },
		{ "ALTER DOMAIN d ADD CONSTRAINT n CHECK (VALUE < 9)", "domain public.d" },
		{ "ALTER SEQUENCE q CACHE 7", "sequence public.q" },
		{ "CREATE OR REPLACE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 3'",
			"function public.f(a integer)" },
		{ "CREATE FUNCTION f(a text) RETURNS integer LANGUAGE sql AS 'SELECT 3'", "function public.f(a integer)" },
		{ "ALTER TABLE \"it's :'a' $$\" RENAME TO gone", "table public.\"it's :'a' $$\"" },
		{ "ALTER OPERATOR === (point, point) SET (JOIN = eqjoinsel)", "operator public.===(point, point)" },
		{ "ALTER TEXT SEARCH CONFIGURATION words ALTER MAPPING FOR word WITH english_stem",
			"text search configuration public.words" },
		{ "DROP AGGREGATE many(integer); CREATE AGGREGATE many(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '1')",
			"aggregate public.many(integer)" },
		{ "ALTER STATISTICS st SET STATISTICS 60", "statistics public.st" },
		{ "ALTER PUBLICATION p ADD TABLE u", "publication p" },
		/* what that needs */
		{ "ALTER TYPE mood RENAME VALUE 'bad' TO 'worse'", "enum public.mood, which table public.u needs" },
		{ "CREATE OR REPLACE FUNCTION due(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT -$1'",
			"function public.due(integer), which table public.u needs" },
		{ "ALTER TABLE target ALTER note SET NOT NULL", "table public.target, which statistics public.st needs" },
		{ "ALTER SEQUENCE q CACHE 7; ALTER TYPE mood RENAME TO moods",
			"sequence public.q; enum public.mood, which table public.u needs" },
		/* what is nobody's business, nor from where one looks, nor whose it is */
		{ "DROP TABLE other; CREATE TABLE beside (id integer)", NULL },
		{ "ALTER TABLE target ADD later integer; CREATE INDEX later ON target (note)", NULL },
		{ "SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German'; SET quote_all_identifiers = on; SET extra_float_digits = 0",
			NULL },
		{ "COMMENT ON TABLE u IS 'x'; GRANT SELECT ON u TO pg_monitor; ALTER TABLE v OWNER TO pg_monitor", NULL },
		{ "DROP COLLATION cc; CREATE COLLATION cc (LOCALE = 'POSIX')", NULL },
	};
	g_autofree char *both = g_strconcat(old, new, NULL);

	make("guard_old", old);
	make("guard_new", both);
	run_rows((const struct expected[]){
		{ "yaml2db -q --allow-data-loss -o up --down down guard_old guard_new", 0, "", NULL },
		{ "yaml2db -q --allow-data-loss --guard guard_old guard_new | diff - up", 0, "", NULL },
		{ "yaml2db -q --allow-data-loss --no-guard guard_old guard_new | grep -c '^DO '", 1, "0\n", NULL },
		{ "grep -c '^DO ' up; grep -c '^DO ' down", 0, "1\n1\n", NULL },
		{ 0 },
	});
	for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
		g_autofree char *message =
			changes[i].named ? g_strdup_printf("not as it was when this script was written: %s\nHINT", changes[i].named)
					 : NULL;
		run_after("guard_old", changes[i].change, "up", message ? 3 : 0, message);
	}
	/* nor whether it is a copy */
	make("guard_copy", old);
	run_after("guard_copy", "RESET ALL", "up", 0, NULL);
	drop("guard_copy");
	drop("guard_old");
	drop("guard_new");
}

/* The script of the way back finds what the one of the way there has left. */
Test(guard, of_the_way_back)
{
	static const char there[] = "psql -Xq1 -v ON_ERROR_STOP=1 -d back_old -f up", back[] = "psql -Xq1 -v ON_ERROR_STOP=1 -d "
											       "back_old -f down";
	g_autofree char *both = g_strconcat(old, new, "; ALTER TYPE mood ADD VALUE 'none'", NULL);

	make("back_old", old);
	make("back_new", both);
	run_rows((const struct expected[]){
		{ "db2yaml back_old >old.yaml; db2yaml back_new >new.yaml", 0, "", NULL },
		{ "yaml2db -q --allow-data-loss -o up --down down back_old new.yaml", 0, "", NULL },
		{ back, 3, "",
			"not what the way there leads to: table public.u; function public.f(a integer); enum public.mood; table public.\"it's "
			":'a' $$\"\n" },
		{ there, 0, "", NULL },
		{ there, 3, "",
			"not as it was when this script was written: aggregate public.many(integer); enum public.mood; domain" },
		{ 0 },
	});
	run_after("back_old", "CREATE OR REPLACE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 3'", "down", 3,
		"leads to: function public.f(a integer)\n");
	run_after("back_old", "ALTER TABLE u DROP day", "down", 3, "leads to: table public.u\n");
	run_rows((const struct expected[]){
		{ back, 0, "", NULL },
		{ "yaml2db --check back_old old.yaml", 0, "", NULL },
		{ 0 },
	});
	drop("back_old");
	drop("back_new");
}

/* When there is one, and when there cannot be one. */
Test(guard, where_it_is_written)
{
	make("where_old", "CREATE TABLE t (id integer); CREATE TABLE u (id integer)");
	make("where_new", "CREATE TABLE t (id integer, a integer); CREATE TABLE u (id integer); COMMENT ON TABLE u IS 'x'");
	run_rows((const struct expected[]){
		{ "db2yaml where_old >old.yaml; db2yaml where_new >new.yaml; yaml2db old.yaml where_new | grep -c '^DO '", 1, "0\n",
			NULL },
		{ "yaml2db --guard old.yaml where_new", 2, "",
			"--guard queries the database that is to change, and that place is not a database" },
		{ "yaml2db --guard --no-guard where_old new.yaml", 2, "", "exclude each other" },
		{ "yamltodb where_old new.yaml | grep -c '^DO '; yamltodb --guard where_old new.yaml | grep -c '^DO '", 0, "0\n1\n",
			NULL },
		{ "yaml2db --allow-data-loss --revert -q where_old new.yaml | grep -c '^DO '", 1, "0\n", NULL },
		{ "yaml2db --allow-data-loss --revert -q old.yaml where_new | grep \"'table public.t', 'public'\"", 0,
			"    ('relation', 'table public.t', 'public'", NULL },
		/* of what is said of u nothing could be another */
		{ "yaml2db where_old new.yaml | grep -c 'table public.u'; yaml2db -n public where_old new.yaml | grep -c '^DO '", 0,
			"0\n1\n", NULL },
		{ "yaml2db -u where_old new.yaml && yaml2db --check where_old new.yaml", 0, "*", "no difference any more" },
		{ "psql -Xq -d where_new -c 'DROP EXTENSION plpgsql'; yaml2db where_new old.yaml --allow-data-loss", 0, "*",
			"note: where_new: the check is a block of PL/pgSQL, which cannot be used there" },
		{ "yaml2db --guard where_new old.yaml --allow-data-loss", 2, "", "write the script with --no-guard" },
		{ 0 },
	});
	drop("where_old");
	drop("where_new");
}
