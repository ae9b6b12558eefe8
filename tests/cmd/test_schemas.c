/* One document for many schemas: --map-schema and --unqualified. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

TestSuite(schemas, .fini = run_cleanup);

/*
 * All that names a schema: types, defaults, bodies, paths, views, rules, policies, operators, a table and a column that are called
 * like it.
 */
static const char app[] =
	"CREATE SCHEMA app; SET search_path = app; SET check_function_bodies = off; CREATE TYPE mood AS ENUM ('a', 'b'); CREATE "
	"DOMAIN word AS text CHECK (value <> 'x');"
	"CREATE TYPE pair AS (a integer, m mood); CREATE TYPE span AS RANGE (subtype = integer);"
	"CREATE TABLE app (id serial PRIMARY KEY, m mood DEFAULT 'a', app text, p pair);"
	"CREATE TABLE t (id integer REFERENCES app (id) ON DELETE CASCADE, w word, n integer DEFAULT nextval('app_id_seq')); "
	"CREATE INDEX ON t ((w::text)); COMMENT ON TABLE t IS 'app.t';"
	"CREATE FUNCTION f(x mood DEFAULT 'a') RETURNS t LANGUAGE sql SET search_path = app, pg_temp AS 'SELECT * FROM app.t "
	"WHERE n = 1';"
	"CREATE FUNCTION g(x mood) RETURNS mood LANGUAGE sql IMMUTABLE AS 'SELECT x';"
	"CREATE FUNCTION h() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE v app.mood; BEGIN NEW.n := 4; v := app.g(v); RETURN "
	"NEW; END $$;"
	"CREATE TRIGGER h BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.w <> 'q') EXECUTE FUNCTION h();"
	"CREATE VIEW v AS SELECT app.id, app.app, (app.p).a, g(app.m), 'a'::mood AS m, t.w, 'app.t'::regclass AS r FROM app JOIN "
	"t USING (id) WHERE EXISTS (SELECT FROM t app WHERE app.w = 'x');"
	"CREATE VIEW v2 AS SELECT * FROM v; CREATE RULE r AS ON INSERT TO v2 DO INSTEAD INSERT INTO t VALUES (NEW.id); CREATE "
	"MATERIALIZED VIEW mv AS WITH x AS (SELECT * FROM t) SELECT * FROM x;"
	"CREATE FUNCTION eq(mood, mood) RETURNS boolean LANGUAGE sql AS 'SELECT true'; CREATE OPERATOR === (LEFTARG = mood, "
	"RIGHTARG = mood, FUNCTION = eq);"
	"CREATE VIEW o AS SELECT m === 'a'::mood AS y FROM app; ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t "
	"USING (EXISTS (SELECT FROM app a WHERE a.id = t.id));"
	"CREATE FUNCTION g2(a mood, b mood) RETURNS mood LANGUAGE sql AS 'SELECT a'; CREATE AGGREGATE agg(mood) (sfunc = g2, "
	"stype = mood);"
	"CREATE FUNCTION c(pair) RETURNS mood LANGUAGE sql AS 'SELECT null::app.mood';"
	"CREATE TABLE part (a integer, m mood) PARTITION BY LIST (m); CREATE TABLE part1 PARTITION OF part FOR VALUES IN ('a'); "
	"CREATE TABLE kid (z integer) INHERITS (t);";

static const char edit[] =
	"sed 's/NEW.n := 4/NEW.n := 5/; s/<> .x.::text)$/<> '\\''y'\\''::text)/; s/^        default: \"\\(.\\)a.::app.mood\"/     "
	"   default: \"\\1b\\1::app.mood\"/;"
	" s/        - id$/&/; s/^  view o:/  view o2:\\n    definition: \" SELECT t.id,\\\\n    app.m\\\\n   FROM app.t,\\\\n    "
	"app.app;\"\\n&/' app.yaml >new.yaml; ! cmp -s app.yaml new.yaml";

Test(schemas, mapped_and_left_out)
{
	make("cmd_map", app);
	make("cmd_map_tenants", "CREATE SCHEMA nothing");
	run_rows((const struct expected[]){
		{ "db2yaml -O -x -n app -o app.yaml cmd_map", 0, NULL, NULL },
		{ "for t in one two; do yaml2db -q -o up cmd_map_tenants app.yaml --map-schema app=$t && psql -Xq1 -v "
		  "ON_ERROR_STOP=1 -o /dev/null -d cmd_map_tenants -f up; done",
			0, NULL, NULL },
		{ "for t in one two; do yaml2db -q --check cmd_map_tenants app.yaml --map-schema app=$t || exit; done", 0, NULL,
			NULL },
		/* either side, any place, under either name */
		{ "yaml2db -q --check app.yaml cmd_map_tenants --map-schema app=one -n one", 0, NULL, NULL },
		{ "yaml2db -q --check cmd_map cmd_map_tenants --map-schema one=app -n app", 0, NULL, NULL },
		{ "yaml2db -q --check -n two cmd_map_tenants cmd_map_tenants --map-schema one=two", 0, NULL, NULL },
		{ "db2yaml -O -x -n one --map-schema one=app cmd_map_tenants | diff - app.yaml && db2yaml -O -x -n app "
		  "--map-schema one=app cmd_map_tenants | diff - app.yaml",
			0, NULL, NULL },
		{ "psql -XAtqd cmd_map_tenants -c \"SELECT count(*) FROM pg_proc WHERE prosrc ~ '\\mapp\\.' OR proconfig::text ~ "
		  "'\\mapp\\M'\"",
			0, "0\n", NULL },
		{ "yaml2db --check cmd_map_tenants cmd_map_tenants --map-schema nothing=one -n one", 1, "not wanted", NULL },
		/* one script for both */
		{ edit, 0, NULL, NULL },
		{ "yaml2db -q --unqualified app --up up --down down app.yaml new.yaml && sed 1,/client_min_messages/d up | grep "
		  "-E '(FROM|INTO|ON|TABLE|::|,) *app[.]'",
			1, NULL, NULL },
		{ "for t in one two; do PGOPTIONS=\"-c search_path=$t,public\" psql -X1q -v ON_ERROR_STOP=1 -d cmd_map_tenants -f "
		  "up || exit; done",
			0, NULL, NULL },
		{ "for t in one two; do yaml2db -q --check cmd_map_tenants new.yaml --map-schema app=$t || exit; done", 0, NULL,
			NULL },
		{ "for t in one two; do PGOPTIONS=\"-c search_path=$t,public\" psql -X1q -v ON_ERROR_STOP=1 -d cmd_map_tenants -f "
		  "down || exit; done",
			0, NULL, NULL },
		{ "for t in one two; do yaml2db -q --check cmd_map_tenants app.yaml --map-schema app=$t || exit; done", 0, NULL,
			NULL },
		/* and for no other */
		{ "psql -X1q -v ON_ERROR_STOP=1 -d cmd_map_tenants -f up", 3, NULL,
			"the current schema, public, is not one of those that are to change" },
		{ "PGOPTIONS='-c search_path=nix' psql -X1q -v ON_ERROR_STOP=1 -d cmd_map_tenants -f up", 3, NULL,
			"the current schema, (none), is not" },
		{ "PGOPTIONS='-c search_path=nothing,one' psql -X1q -v ON_ERROR_STOP=1 -d cmd_map_tenants -f up", 3, NULL,
			"schema nothing is not one of those that are to change: it has no app, t" },
		{ 0 },
	});
	drop("cmd_map");
	drop("cmd_map_tenants");
}

/* A schema of the name that triggers and rules give to rows, and names of it where no other name is nearby. */
#define RECORDS(s) \
	"CREATE SCHEMA " s "; CREATE COLLATION " s ".plain (locale = 'C'); CREATE TABLE " s ".t (id integer, n text COLLATE " s \
	".plain); " \
	"CREATE FUNCTION " s ".first() RETURNS " s ".t LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; " \
	"ALTER DEFAULT PRIVILEGES IN SCHEMA " s " REVOKE SELECT ON TABLES FROM alice; " \
	"ALTER DEFAULT PRIVILEGES IN SCHEMA " s " GRANT INSERT ON TABLES TO alice; CREATE PUBLICATION p FOR TABLE " s ".t"

Test(schemas, records)
{
	make("cmd_map_old", "DO 'BEGIN CREATE ROLE alice; EXCEPTION WHEN duplicate_object THEN NULL; END'; " RECORDS("old"));
	make("cmd_map_new", RECORDS("tenant"));
	run_rows((const struct expected[]){
		{ "db2yaml -o old.yaml cmd_map_old", 0, NULL, NULL },
		{ "yaml2db --check cmd_map_new old.yaml --map-schema old=tenant", 0, NULL, NULL },
		{ 0 },
	});
	drop("cmd_map_old");
	drop("cmd_map_new");
}

Test(schemas, refused)
{
	static const char body[] =
		"schema app:\n  function f():\n    language: plpgsql\n    returns: void\n    source: |-\n      BEGIN\n        "
		"EXECUTE 'SELECT * FROM app.t';\n      END\n";

	run_file("body.yaml", body);
	run_file("two.yaml", "schema app: {}\nschema ten:\n  sequence s: {}\n");
	run_file("a.yaml",
		"schema app:\n  function lower(x app.m):\n    language: sql\n    returns: integer\n    source: SELECT 1\n  type "
		"m:\n    labels: [a]\n");
	run_file("none.yaml", "schema app: {}\n");
	run_file("some.yaml", "partial: {exclude: ['app\\.t.*', '.*_old', 'app'], exclude_schemas: [app]}\nschema app: {}\n");
	run_file("odd.yaml", "partial: {include: ['(app|b)\\.t']}\nschema app: {}\n");
	make("cmd_map_guard", "CREATE SCHEMA app");
	run_rows((const struct expected[]){
		{ "db2yaml --map-schema app=ten body.yaml", 2, NULL,
			"body.yaml:2:3: function app.f(): source: a string in it has the name of schema \"app\": 'SELECT * FROM "
			"app.t'" },
		{ "yaml2db --unqualified app none.yaml body.yaml", 2, NULL, "function app.f(): source: a string in it" },
		{ "db2yaml --map-schema app=ten two.yaml", 2, NULL, "schema ten is there: schema app cannot be taken for ten" },
		{ "db2yaml --map-schema app=t.n some.yaml", 0,
			"  exclude:\n  - t\\.n\\.t.*\n  - .*_old\n  - t\\.n\n  exclude_schemas:\n  - t.n\n", NULL },
		{ "db2yaml --map-schema app=ten odd.yaml", 2, NULL, "the pattern (app|b)\\.t has the name of schema \"app\"" },
		{ "db2yaml --map-schema app two.yaml", 2, NULL, "--map-schema wants OLD=NEW, two names of schemas" },
		{ "db2yaml --map-schema app=b --map-schema b=c two.yaml", 2, NULL, "no schema can be old and new" },
		{ "db2yaml --map-schema app=b --map-schema app=c two.yaml", 2, NULL, "says twice" },
		{ "yaml2db --unqualified nix none.yaml a.yaml", 2, NULL, "neither side has a schema of that name" },
		{ "echo '{}' >empty.yaml; yaml2db --unqualified app empty.yaml a.yaml", 2, NULL,
			"the schema itself is created or dropped" },
		{ "yaml2db -u --unqualified app cmd_map_guard a.yaml", 2, NULL, "cannot be combined with --update" },
		{ "yaml2db -q --unqualified app none.yaml a.yaml >up && PGOPTIONS='-c search_path=app' psql -X1q -v "
		  "ON_ERROR_STOP=1 -d cmd_map_guard -f up",
			3, NULL, "without a schema these names would be those of pg_catalog: lower" },
		{ 0 },
	});
	drop("cmd_map_guard");
}
