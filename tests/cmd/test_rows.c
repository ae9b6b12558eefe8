/* Tests what yaml2db says of rows: those that can make a script fail, and the path of functions that are called for them. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

Test(rows, what_can_fail_is_counted)
{
	make("rows_count", "CREATE TABLE t (id integer, code text, n bigint, kind text, m integer);"
			   " INSERT INTO t VALUES (1, NULL, 1, 'a', 9), (2, NULL, 99999999999, 'a', 1), (3, 'x', 3, 'b', NULL);"
			   " CREATE TABLE u (id integer PRIMARY KEY); INSERT INTO u VALUES (1); CREATE TABLE nothing (id integer)");
	make("rows_count_want",
		"CREATE TABLE u (id integer PRIMARY KEY);"
		" CREATE TABLE t (id integer, code text NOT NULL, n integer, kind text UNIQUE, m integer REFERENCES u, added "
		"integer NOT NULL, CHECK (id < 3));"
		" CREATE TABLE nothing (id integer PRIMARY KEY, added integer NOT NULL)");
	run_rows((const struct expected[]){
		{ "yaml2db -o up rows_count rows_count_want", 0, "", "column code, which becomes NOT NULL; it has 2 such rows" },
		{ "yaml2db -o up rows_count rows_count_want", 0, "", "column n that integer cannot hold; it has 1 such row" },
		{ "yaml2db -o up rows_count rows_count_want", 0, "",
			"table public.t has rows: column added is NOT NULL without a default; it has 3 rows" },
		{ "yaml2db -o up rows_count rows_count_want", 0, "", "violates check t_id_check; it has 1 such row" },
		{ "yaml2db -o up rows_count rows_count_want", 0, "",
			"share their values in (kind), which constraint t_kind_key makes unique; it has 2 such rows" },
		{ "yaml2db -o up rows_count rows_count_want", 0, "", "by foreign key t_m_fkey; it has 1 such row" },
		{ "grep -c 'such row' up", 0, "5\n", NULL },
		{ "grep nothing up | grep -c '^--'", 1, "0\n", NULL },
		{ "yaml2db -q -o up rows_count rows_count_want", 0, "", NULL },
		/* nothing is known of rows where there is no database */
		{ "db2yaml rows_count >have.yaml && yaml2db have.yaml rows_count_want", 0, "*",
			"table public.nothing has rows: column added is NOT NULL without a default\n" },
		{ 0 },
	});
	drop("rows_count");
	drop("rows_count_want");
}

/* What a table has for itself its children's rows need not satisfy; what they inherit they must. */
Test(rows, rows_of_children_are_their_own)
{
	make("rows_own",
		"CREATE TABLE p (a integer, b integer); CREATE TABLE c () INHERITS (p); CREATE TABLE u (id integer PRIMARY KEY);"
		" INSERT INTO p VALUES (1, 1), (7, NULL); INSERT INTO c VALUES (1, 2), (1, 3)");
	make("rows_own_want",
		"CREATE TABLE u (id integer PRIMARY KEY); CREATE TABLE p (a integer UNIQUE, b integer REFERENCES u,"
		" CONSTRAINT own CHECK (a > 1) NO INHERIT, CONSTRAINT all_of_them CHECK (a > 1)); CREATE TABLE c () INHERITS (p)");
	run_rows((const struct expected[]){
		{ "yaml2db -o up rows_own rows_own_want", 0, "", "violates check own; it has 1 such row\n" },
		{ "yaml2db -o up rows_own rows_own_want", 0, "", "violates check all_of_them; it has 3 such rows\n" },
		{ "yaml2db -o up rows_own rows_own_want", 0, "", "by foreign key p_b_fkey; it has 1 such row\n" },
		{ "grep -c 'share their values' up", 1, "0\n", NULL },
		{ 0 },
	});
	drop("rows_own");
	drop("rows_own_want");
}

/* Each risk by itself, with keys of three rows, which no script has. */
Test(rows, are_asked_thoroughly)
{
	make("rows_keys",
		"CREATE TABLE t (a integer, b text, kind text, PRIMARY KEY (a, b)); INSERT INTO t SELECT n, 'x', n / 2 FROM "
		"generate_series(1, 9) n;"
		" CREATE TABLE u (m integer, n integer); INSERT INTO u VALUES (1, 1), (NULL, 2), (3, 3), (3, NULL); CREATE TABLE "
		"nothing (id integer)");
	make("rows_keys_want",
		"CREATE TABLE v (a integer, b integer, PRIMARY KEY (a, b)); CREATE TABLE t (a integer, b text, kind text UNIQUE, "
		"PRIMARY KEY (a, b), CHECK (a < 3)); CREATE TABLE u (m integer NOT NULL, n integer,"
		" UNIQUE (m), FOREIGN KEY (n, m) REFERENCES v); CREATE TABLE nothing (id integer UNIQUE)");
	run_rows((const struct expected[]){
		{ "yaml2db --check-rows -o up rows_keys rows_keys_want", 0, "",
			"violates check t_a_check; it has 7 such rows: a, b (3,x), (4,x), (5,x)\n" },
		{ "yaml2db --check-rows -o up rows_keys rows_keys_want", 0, "", "makes unique; it has 8 such rows: a, b (" },
		{ "yaml2db --check-rows -o up rows_keys rows_keys_want", 0, "",
			"NULL in column m, which becomes NOT NULL; it has 1 such row: ctid (0,2)\n" },
		{ "yaml2db --check-rows -o up rows_keys rows_keys_want", 0, "",
			"by foreign key u_n_m_fkey; it has 2 such rows: ctid (0,1), (0,3)\n" },
		{ "grep -c '^-- risk' up; grep -c '(3,x)\\|(0,2)' up", 1, "5\n0\n", NULL },
		{ "db2yaml rows_keys >have.yaml; yaml2db --check-rows have.yaml rows_keys_want", 2, "", "is not a database" },
		{ 0 },
	});
	drop("rows_keys");
	drop("rows_keys_want");
}

/*
 * A document may be written by people who are less trusted than who compares with it: its texts are counted with only if they
 * cannot do more than compute.
 */
Test(rows, texts_of_others_are_not_run)
{
	make("rows_text", "CREATE TABLE t (id integer); INSERT INTO t VALUES (1), (2)");
	run_file("want.yaml",
		"schema public:\n  table t:\n    columns:\n    - id:\n        type: integer\n    check_constraints:\n      c:\n"
		"        expression: (pg_catalog.set_config('application_name', 'mine', false) IS NULL)\n"
		"      d:\n        expression: (id > 1)\n      e:\n        expression: (id = ANY (ARRAY[1, 2]))\n");
	run_rows((const struct expected[]){
		{ "yaml2db -n public -o up rows_text want.yaml", 0, "", "violates check c; it has 2 rows" },
		{ "yaml2db -n public -o up rows_text want.yaml", 0, "", "violates check d; it has 1 such row" },
		{ "grep -c 'check e' up", 1, "0\n", NULL },
		{ 0 },
	});
	drop("rows_text");
}

/* The database's own path, or the one that is given, is that of functions which are called for rows; all else has none. */
Test(rows, functions_find_names)
{
	static const char old[] =
		"SET check_function_bodies = off; CREATE SCHEMA app; CREATE TABLE app.rate (code text, rate integer); INSERT INTO "
		"app.rate VALUES ('a', 3);"
		" CREATE FUNCTION app.rate_of(c text) RETURNS integer LANGUAGE sql STABLE AS 'SELECT rate FROM rate WHERE code = "
		"c';"
		" CREATE TABLE app.t (code text); INSERT INTO app.t VALUES ('a');";
	g_autofree char *new = g_strconcat(old,
		" CREATE MATERIALIZED VIEW app.v AS SELECT app.rate_of(code) AS r FROM app.t WITH NO DATA;"
		" SET search_path = app; REFRESH MATERIALIZED VIEW app.v",
		NULL);

	make("rows_path", old);
	make("rows_none", "ALTER DATABASE rows_path SET search_path = app");
	make("rows_path_want", new);
	run_rows((const struct expected[]){
		{ "yaml2db rows_path rows_path_want | grep -A2 'path = DEFAULT' | tr -d '\\n'", 0,
			"SET search_path = DEFAULT;REFRESH MATERIALIZED VIEW app.v;", NULL },
		{ "yaml2db --search-path 'App, $user, \"Odd \"\"one\"' rows_path rows_path_want | grep -B2 '^REFRESH' | tr -d "
		  "'\\n'",
			0, "SET search_path = app, \"$user\", \"Odd \"\"one\";REFRESH MATERIALIZED VIEW app.v;", NULL },
		{ "yaml2db --search-path 'app;' rows_path rows_path_want", 2, "", "\"app;\" is no list of schemas" },
		{ "yaml2db -u rows_path rows_path_want", 0, "*", "no difference any more" },
		{ "psql -XAt -d rows_path -c 'SELECT r FROM app.v'", 0, "3\n", NULL },
		{ 0 },
	});
	drop("rows_path");
	drop("rows_path_want");
	drop("rows_none");
}

/* A column comes back to rows that have no value for it: the script runs, and says what is not as it was. */
Test(rows, the_way_back_runs)
{
	make("rows_back",
		"CREATE TABLE t (id integer PRIMARY KEY, token text NOT NULL, CHECK (token IS NOT NULL)); INSERT INTO t VALUES "
		"(1, 'a');"
		" CREATE TABLE k (id integer PRIMARY KEY); INSERT INTO k VALUES (1);"
		" CREATE TABLE r (k integer REFERENCES k); INSERT INTO r VALUES (1)");
	make("rows_back_want",
		"CREATE TABLE t (id integer PRIMARY KEY); CREATE TABLE k (other integer); CREATE TABLE r (k integer)");
	run_rows((const struct expected[]){
		{ "yaml2db --allow-data-loss -o up --down down rows_back rows_back_want", 0, "",
			"on the way back: NOT NULL of column token of table public.t is created again only if" },
		{ "psql -Xq1 -v ON_ERROR_STOP=1 -d rows_back -f up", 0, "", NULL },
		{ "psql -Xq1 -v ON_ERROR_STOP=1 -d rows_back -f down", 0, "",
			"NOT NULL of column token of table public.t is not there again: column \"token\"" },
		{ "psql -XAt -d rows_back -c 'SELECT count(*), count(token) FROM t'", 0, "1|0\n", NULL },
		{ 0 },
	});
	drop("rows_back");
	drop("rows_back_want");
}
