/* Environments whose tenants are schemas of one database. */
#include <stdlib.h>

#include "tests/runner/help.h"

TestSuite(tenants, .fini = clean_up);

static const char *project;

/* As many schemas, with their names in a table, and a second environment without that query. */
static void begin_tenants(const char *name, guint count, const char *settings)
{
	g_autofree char *
		environment = g_strdup_printf(
		       "stage: PRD\nplace: %s\ntenants: SELECT name FROM public.tenant ORDER BY name\n%s", name, settings),
	       *whole = g_strdup_printf("stage: PRD\nplace: %s\n", name),
	       *sql = g_strdup_printf(
		       "CREATE TABLE public.tenant (name text); INSERT INTO public.tenant SELECT 'shop_' || lpad(g::text, 3, '0') FROM "
		       "generate_series(1, %u) g; DO $$DECLARE s text; BEGIN FOR s IN SELECT name FROM public.tenant LOOP EXECUTE "
		       "format('CREATE SCHEMA %%I', s); END LOOP; END$$",
		       count);

	project = name;
	begin(name);
	more(name, sql);
	put("env/test.yaml", environment);
	put("env/whole.yaml", whole);
	g_autofree char *file = g_build_filename(run_directory(), name, "project.yaml", NULL);
	g_autofree char *text = NULL, *with_schema = NULL;
	cr_assert(g_file_get_contents(file, &text, NULL, NULL));
	with_schema = g_strconcat(text, "schemas: [shop]\nsearch_path: shop, public\n", NULL);
	put("project.yaml", with_schema);
	put_change("00001_film",
		"CREATE TABLE film (id integer PRIMARY KEY, title text);\nCREATE FUNCTION films() RETURNS bigint LANGUAGE sql AS "
		"$$SELECT count(*) FROM film$$;",
		"DROP FUNCTION films(); DROP TABLE film;", "SELECT to_regclass('film') IS NULL;",
		"SELECT to_regclass('film') IS NOT NULL;");
	put_change("00002_year", "ALTER TABLE film ADD year integer;\nINSERT INTO film VALUES (1, 'Alien', 1979);",
		"DELETE FROM film; ALTER TABLE film DROP year;", "SELECT count(*) = 0 FROM film;",
		"SELECT count(*) = 1 FROM film;");
}

#define EXPECTED \
	"schema shop:\n  table film:\n    columns:\n    - id: {type: integer, not_null: true}\n    - title: {type: text}\n" \
	"    primary_key:\n      film_pkey:\n        columns: [id]\n  function films():\n    language: sql\n    returns: bigint\n" \
	"    source: SELECT count(*) FROM film\n"

static void expect_value(const char *sql, const char *wanted)
{
	g_autofree char *value = ask(sql);

	cr_expect_str_eq(value, wanted, "%s: %s, not %s", sql, value, wanted);
}

Test(tenants, each_gets_all)
{
	begin_tenants("tenants_all", 3, "");
	put("expect/00001_film.yaml", EXPECTED);
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "status", 0, "shop_001: done, ", NULL },
		{ "show 1", 1, NULL, "environment test has 3 tenants; which one? --target NAME is needed" },
		{ "--target canary status", 1, NULL, "environment test has no tenant \"canary\"" },
		{ "apply --to 1 | tail -n 1", 0, "3 tenants: 3 done, 0 not, 0 not begun\n", NULL },
		{ "apply --dry-run", 0, "tenants_all/shop_003: would be at 00002_year, and is at 00001_film as before", NULL },
		{ "--target shop_002 apply", 0, "tenants_all/shop_002: at 00002_year\n", NULL },
		{ "apply | tail -n 1", 0, "3 tenants: 3 done, 0 not, 0 not begun\n", NULL },
		{ "--target shop_002 log | grep -c applied", 0, "2\n", NULL },
		{ "verify | grep -c 'as they were applied'", 0, "3\n", NULL },
		{ "drift | tail -n 1", 0, "3 tenants: 3 done, 0 not, 0 not begun\n", NULL },
		{ 0 },
	});
	expect_value("SELECT string_agg(tenant || patch_number, ' ' ORDER BY tenant, patch_number) FROM dbalign.tenant_applied",
		"shop_0011 shop_0012 shop_0021 shop_0022 shop_0031 shop_0032");
	expect_value("SELECT count(*) FROM dbalign.state", "0");
	expect_value("SELECT count(*) FROM shop_003.film", "1");
	run_rows((const struct expected[]){
		{ "db2yaml -n shop_001 db:tenants_all | sed s/shop_001/shop/ >s.yaml; yaml2db --check --env tenants_all/env/test.yaml s.yaml | tail -n 1",
			0, "3 places: 3 the same, 0 different, 0 could not be compared\n", NULL },
		{ "yaml2db --check --env tenants_all/env/test.yaml tenants_all/expect/00001_film.yaml", 1,
			"column year of table shop_002.film: not wanted", NULL },
		{ 0 },
	});
	more("tenants_all",
		"CREATE INDEX ON shop_002.film (year); CREATE SCHEMA shop_004; INSERT INTO public.tenant VALUES ('shop_004')");
	dbalign_rows((const struct expected[]){
		{ "drift", 10, "index film_year_idx of table shop.film: not wanted", NULL },
		{ "--go-on --jobs 2 apply | tail -n 1", 0, "4 tenants: 4 done, 0 not, 0 not begun\n", NULL },
		{ "--target shop_004 status", 0, "at 00002_year", NULL },
		{ "--target shop_004 down --to 0", 0, "tenants_all/shop_004: at 00000\n", NULL },
		{ "--jobs 1 down --to 1", 10, "4 tenants: 1 done, 1 not, 2 not begun\n", NULL },
		{ 0 },
	});
	expect_value("SELECT string_agg(tenant || patch_number, ' ' ORDER BY tenant) FROM dbalign.tenant_state",
		"shop_0011 shop_0022 shop_0032 shop_0040");
}

/* One that fails is as it was before, the others have what they get, and the next apply goes on. */
Test(tenants, one_of_them_fails)
{
	begin_tenants("tenants_one", 4, "drift: off\n");
	more("tenants_one", "CREATE FUNCTION shop_002.films() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "--jobs 1 apply", 8, "4 tenants: 1 done, 1 not, 2 not begun\n", NULL },
		{ "--go-on apply", 8, "4 tenants: 3 done, 1 not, 0 not begun\n", NULL },
		{ "--target shop_002 status", 0, "films", NULL },
		{ 0 },
	});
	expect_value(
		"SELECT string_agg(tenant || patch_number, ' ' ORDER BY tenant) || coalesce(to_regclass('shop_002.film')::text, ' no') FROM "
		"dbalign.tenant_state",
		"shop_0012 shop_0020 shop_0032 shop_0042 no");
	more("tenants_one", "DROP FUNCTION shop_002.films()");
	dbalign_rows((const struct expected[]){ { "apply", 0, "4 tenants: 4 done, 0 not, 0 not begun\n", NULL }, { 0 } });
}

/* Steps outside transactions: where one of them stops the index is that tenant's, and resume finds it there. */
Test(tenants, steps)
{
	begin_tenants("tenants_steps", 3, "drift: off\n");
	put_change("00003_index", "-- transaction: no\nCREATE UNIQUE INDEX CONCURRENTLY film_title ON film (title);",
		"DROP INDEX CONCURRENTLY film_title;", "SELECT to_regclass('film_title') IS NULL;",
		"SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('film_title');");
	dbalign_rows((const struct expected[]){ { "hash", 0, "*", NULL },
		{ "apply --to 2 | tail -n 1", 0, "3 tenants: 3 done, 0 not, 0 not begun\n", NULL }, { 0 } });
	more("tenants_steps", "INSERT INTO shop_002.film VALUES (2, 'Alien')");
	dbalign_rows((const struct expected[]){
		{ "--go-on apply | tail -n 1", 0, "3 tenants: 2 done, 1 not, 0 not begun\n", NULL },
		{ "--target shop_002 status", 11, "00003_index", NULL },
		{ "apply", 11, "2 done, 1 not, 0 not begun", NULL },
		{ 0 },
	});
	expect_value(
		"SELECT string_agg(indexrelid::regclass || ' ' || indisvalid, ', ' ORDER BY 1) FROM (SELECT * FROM pg_index WHERE "
		"indexrelid::regclass::text LIKE '%film_title' ORDER BY indexrelid::regclass::text) i",
		"shop_001.film_title true, shop_002.film_title false, shop_003.film_title true");
	more("tenants_steps", "DELETE FROM shop_002.film WHERE id = 2");
	dbalign_rows((const struct expected[]){
		{ "resume", 0, "3 tenants: 3 done, 0 not, 0 not begun\n", NULL },
		{ "status --exit-code | tail -n 1", 0, "3 tenants: 3 done, 0 not, 0 not begun\n", NULL },
		{ 0 },
	});
}

/* What would work on one tenant each time, or on none. */
Test(tenants, refused)
{
	static const char query[] = "stage: PRD\nplace: tenants_refused\ntenants: %s\n";
	static const struct {
		const char *query;
		int status;
		const char *error;
	} queries[] = {
		{ "SELECT name FROM public.tenant WHERE false", 1, "the query of \"tenants\" gives no schema; nothing was done" },
		{ "SELECT name FROM public.tenant, generate_series(1, 2)", 1, "gives \"shop_001\" twice" },
		{ "SELECT 'pg_catalog'", 1, "gives \"pg_catalog\", which is no tenant's schema" },
		{ "SELECT NULL::text", 1, "gives a row without a name" },
		{ "SELECT 1, 2", 1, "does not give one column" },
		{ "DELETE FROM public.tenant RETURNING name", 8, "cannot execute DELETE in a read-only transaction" },
		{ "SELECT 1; DROP TABLE public.tenant", 8, "cannot insert multiple commands into a prepared statement" },
		{ "SELECT nosuch", 8, "the query of \"tenants\" failed: " },
		{ "SELECT 'nosuch'", 1, "tenants_refused/nosuch: there is no such schema; nothing was done: create it first" },
	};

	begin_tenants("tenants_refused", 2, "");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply --to 1", 0, "*", NULL },
		{ "--env whole apply", 1, NULL, "the registry is that of tenants; nothing was done" },
		{ 0 },
	});
	for (size_t i = 0; i < G_N_ELEMENTS(queries); i++) {
		g_autofree char *environment = g_strdup_printf(query, queries[i].query);
		put("env/test.yaml", environment);
		dbalign_rows(
			(const struct expected[]){ { "--go-on status 2>&1", queries[i].status, queries[i].error, NULL }, { 0 } });
	}
	static const struct {
		const char *build;
		int status;
		const char *error;
	} builds[] = {
		{ "ALTER TABLE shop.film ADD year integer", 2,
			"build/00002_year.sql:1:13: names schema \"shop\", which is a tenant's or stands for all" },
		{ "DO $a$BEGIN\n UPDATE shop_002.film SET id = 1; END$a$", 2,
			"build/00002_year.sql:2:9: names schema \"shop_002\"" },
		{ "COMMENT ON SCHEMA shop IS 'all'", 2, "build/00002_year.sql:1:19: names schema \"shop\"" },
		{ "GRANT USAGE ON SCHEMA public, shop_001 TO PUBLIC", 2, "build/00002_year.sql:1:31: names schema \"shop_001\"" },
		{ "ALTER SCHEMA \"shop_002\" RENAME TO other", 2, "build/00002_year.sql:1:14: names schema \"shop_002\"" },
		{ "DROP SCHEMA IF EXISTS shop_002", 2, "build/00002_year.sql:1:23: names schema \"shop_002\"" },
		{ "ALTER TABLE film SET SCHEMA shop_002", 2, "build/00002_year.sql:1:29: names schema \"shop_002\"" },
		{ "SET LOCAL search_path TO public, shop_001", 2, "build/00002_year.sql:1:34: names schema \"shop_001\"" },
		{ "IMPORT FOREIGN SCHEMA shop FROM SERVER s INTO shop_002", 2,
			"build/00002_year.sql:1:47: names schema \"shop_002\"" },
		{ "SET LOCAL dbalign.tenant = 'shop_002'", 8,
			"the statement changed the setting dbalign.tenant, which is the runner's" },
	};
	g_autofree char *environment = g_strdup_printf(query, "SELECT name FROM public.tenant ORDER BY 1");
	put("env/test.yaml", environment);
	for (size_t i = 0; i < G_N_ELEMENTS(builds); i++) {
		put("build/00002_year.sql", builds[i].build);
		dbalign_rows((const struct expected[]){
			{ "hash", 0, "*", NULL }, { "apply 2>&1", builds[i].status, builds[i].error, NULL }, { 0 } });
	}
	put("build/00002_year.sql",
		"-- vars: tenant ident\nALTER TABLE :\"tenant\".film ADD year integer, ADD schema text, ADD shop text;\nINSERT INTO film VALUES (1);\n"
		"UPDATE film SET schema = shop; SELECT schema, shop FROM film;\nCOMMENT ON SCHEMA :\"tenant\" IS 'one';");
	dbalign_rows((const struct expected[]){ { "hash", 0, "*", NULL },
		{ "apply", 0, "2 tenants: 2 done, 0 not, 0 not begun\n", NULL }, { "lint | grep -c env/test.yaml", 1, "0\n", NULL },
		{ 0 } });
	run_rows((const struct expected[]){ { "sed -i /schemas/d tenants_refused/project.yaml", 0, NULL, NULL }, { 0 } });
	dbalign_rows((const struct expected[]){ { "lint", 2, "an environment with tenants needs", NULL },
		{ "status 2>&1", 1, "an environment with tenants needs \"schemas\" with one name", NULL }, { 0 } });
}

/* The rows of each tenant are compared with the same files; differences of all become one change, which names no schema. */
Test(tenants, reference_rows)
{
	begin_tenants("tenants_rows", 3, "drift: off\n");
	put_change("00001_film",
		"CREATE TYPE mood AS ENUM ('sad', 'glad');\nCREATE TABLE genre (id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, name text UNIQUE, "
		"mood mood);\nCREATE TABLE film (title text PRIMARY KEY, genre integer REFERENCES genre, seen integer);\n"
		"CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.seen := (SELECT count(*) FROM genre); RETURN NEW; END$$;\n"
		"CREATE TRIGGER see BEFORE INSERT ON film FOR EACH ROW EXECUTE FUNCTION see();\n"
		"INSERT INTO genre (name, mood) VALUES ('Noir', 'sad'), ('Western', 'sad');",
		"DROP TABLE film, genre; DROP FUNCTION see(); DROP TYPE mood;", "SELECT true;", "SELECT true;");
	run_rows((const struct expected[]){ { "rm tenants_rows/*/00002*", 0, NULL, NULL }, { 0 } });
	put("data/genre.yaml",
		"schema: shop\ntable: genre\nkey: [name]\nmode: full\ndelete: allow\nrows:\n- {name: Noir, mood: glad}\n- {name: Comedy, mood: "
		"glad}\n");
	put("data/film.yaml",
		"schema: shop\ntable: film\nkey: [title]\nmode: merge\nreferences: {genre: shop.genre}\nrows:\n- {title: Big, genre: {name: Comedy}}\n");
	dbalign_rows((const struct expected[]){
		{ "hash", 0, "*", NULL },
		{ "apply | tail -n 1", 0, "3 tenants: 3 done, 0 not, 0 not begun\n", NULL },
		{ "data check", 10, "genre name=Western: not wanted", NULL },
		{ "data check | tail -n 1", 0, "3 tenants: 0 done, 3 not, 0 not begun\n", NULL },
		{ "data diff genres", 0, "00002_genres\n", NULL },
		{ "apply | tail -n 1", 0, "3 tenants: 3 done, 0 not, 0 not begun\n", NULL },
		{ "data check | grep -c 'the rows are as they are listed'", 0, "3\n", NULL },
		{ "data diff again", 0, "the rows are as they are listed: there is no change to write\n", NULL },
		{ "down --to 1 | tail -n 1", 0, "3 tenants: 3 done, 0 not, 0 not begun\n", NULL },
		{ "apply | tail -n 1", 0, "3 tenants: 3 done, 0 not, 0 not begun\n", NULL },
		{ 0 },
	});
	run_rows(
		(const struct expected[]){ { "grep -hE 'shop|search_path' tenants_rows/*/00002_genres.sql", 1, "", NULL }, { 0 } });
	expect_value(
		"SELECT string_agg(g.name || mood || coalesce(title || seen, ''), ' ' ORDER BY g.name) FROM shop_003.genre g LEFT JOIN "
		"shop_003.film f ON f.genre = g.id",
		"ComedygladBig3 Noirglad");
	more("tenants_rows", "UPDATE shop_002.genre SET mood = 'sad'");
	dbalign_rows((const struct expected[]){
		{ "data check", 10, "3 tenants: 2 done, 1 not, 0 not begun\n", NULL },
		{ "--target shop_001 data check", 0, "the rows are as they are listed\n", NULL },
		{ "data diff third", 14, NULL,
			"tenants differ from the files in different ways, such as shop_001 (0 rows) and shop_002 (2 rows); a change is for all" },
		{ "--target shop_002 data diff third", 0, "00003_third\n", NULL },
		{ "data check data/nosuch.yaml", 2, "data/nosuch.yaml", NULL },
		{ 0 },
	});
	run_rows((const struct expected[]){
		{ "sed -i s/schemas:.*// tenants_rows/project.yaml; cd tenants_rows; dbalign -e test data diff fourth 2>&1", 1,
			"tenant shop_001: ./project.yaml: an environment with tenants needs \"schemas\"", NULL },
		{ 0 } });
}

/* Two hundred, killed in their middle: each is wholly before a change or behind it, and the next run brings up all. */
Test(tenants, many)
{
	begin_tenants("tenants_many", 200, "drift: off\n");
	run_rows((const struct expected[]){
		{ "cd tenants_many && dbalign hash >said; setsid dbalign -e test --jobs 4 apply >said 2>&1 & " UNTIL("tenants_many",
			  "SELECT count(*) > 5 FROM dbalign.tenant_state") "; kill -9 -$!; wait; " UNTIL_ENDED("tenants_many"),
			0, NULL, "*" },
		{ 0 },
	});
	expect_value(
		"SELECT count(*) FROM dbalign.tenant_state s WHERE s.patch_number <> (SELECT count(*) FROM pg_attribute WHERE attrelid = "
		"to_regclass(s.tenant || '.film') AND attname IN ('title', 'year'))",
		"0");
	dbalign_rows((const struct expected[]){
		{ "--jobs 4 apply | tail -n 1", 0, "200 tenants: 200 done, 0 not, 0 not begun\n", NULL },
		{ 0 },
	});
	expect_value("SELECT count(*) || ' ' || count(DISTINCT tenant) || ' ' || max(patch_number) FROM dbalign.tenant_applied",
		"400 200 2");
}
