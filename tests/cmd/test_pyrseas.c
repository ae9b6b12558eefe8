/* Documents that Pyrseas wrote, beside databases. */
#include <string.h>

#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

TestSuite(pyrseas, .fini = run_cleanup);

#define PLPGSQL "extension plpgsql:\n  description: PL/pgSQL procedural language\n  schema: pg_catalog\n  version: '1.0'\n"
#define PUBLIC PLPGSQL "schema public:\n  description: standard public schema\n"

/* A table, a view, a sequence, a function, a trigger, an index that includes a column, a generated column, an identity. */
static const char shop[] =
	"CREATE TABLE item (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS "
	"(price * 2) STORED, name text, stay daterange);"
	"CREATE INDEX item_price ON item (price) INCLUDE (name); CREATE SEQUENCE number;"
	"CREATE FUNCTION plus(x integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT x + 1';"
	"CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS E'BEGIN  \\n  RETURN NEW;\\t\\nEND';"
	"CREATE TRIGGER stamp BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION stamp();"
	"CREATE VIEW dear AS SELECT id, price FROM item WHERE price > 100;";

static const char shop_document[] = PUBLIC
	"  function plus(x integer):\n    language: sql\n    returns: integer\n    source: |-\n      SELECT x + 1\n    "
	"volatility: immutable\n"
	"  function stamp():\n    language: plpgsql\n    returns: trigger\n    source: |-\n      BEGIN\n        RETURN NEW;\n     "
	" END\n"
	"  sequence item_id_seq:\n    cache_value: 1\n    data_type: integer\n    increment_by: 1\n    max_value: 2147483647\n    "
	"min_value: null\n    owner_column: id\n"
	"    owner_table: item\n    start_value: 1\n"
	"  sequence number:\n    cache_value: 1\n    increment_by: 1\n    max_value: null\n    min_value: null\n    start_value: "
	"1\n"
	"  table item:\n    columns:\n    - id:\n        identity: always\n        not_null: true\n        type: integer\n    - "
	"price:\n        type: integer\n"
	"    - twice:\n        default: (price * 2)\n        type: integer\n    - name:\n        type: text\n    - stay:\n        "
	"type: daterange\n    depends_on:\n    - table item\n"
	"    indexes:\n      item_price:\n        keys:\n        - price\n        - name\n"
	"    primary_key:\n      item_pkey:\n        columns:\n        - id\n"
	"    triggers:\n      stamp:\n        events:\n        - insert\n        level: row\n        procedure: public.stamp\n    "
	"    timing: before\n"
	"  view dear:\n    columns:\n    - id:\n        type: integer\n    - price:\n        type: integer\n    definition: |2-\n "
	"      SELECT item.id,\n          item.price\n"
	"         FROM public.item\n        WHERE item.price > 100;\n    depends_on:\n    - table item\n";

/* What has no word, one statement each. */
static const char unspoken[] =
	"ALTER TABLE item ENABLE ROW LEVEL SECURITY; ALTER TABLE item FORCE ROW LEVEL SECURITY; CREATE POLICY own ON item USING "
	"(name = current_user);"
	"CREATE STATISTICS guess ON price, name FROM item; ALTER TABLE item ADD CONSTRAINT apart EXCLUDE USING gist (stay WITH &&);"
	"CREATE RULE quiet AS ON INSERT TO dear DO INSTEAD NOTHING; ALTER SEQUENCE number CYCLE; ALTER VIEW dear SET "
	"(security_barrier = true, check_option = local);"
	"CREATE PUBLICATION pub FOR TABLE item; ALTER TABLE item SET (autovacuum_enabled = false, toast.autovacuum_enabled = "
	"false); ALTER TABLE item ALTER name SET STORAGE external;"
	"ALTER TABLE item ALTER price SET (n_distinct = 5); ALTER TABLE item REPLICA IDENTITY FULL; ALTER INDEX item_price SET "
	"(fillfactor = 50);"
	"ALTER TABLE item DISABLE TRIGGER stamp; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC; "
	"CREATE TABLE empty (); CREATE TYPE nothing AS ();"
	"CREATE PROCEDURE work(x integer) LANGUAGE plpgsql AS 'BEGIN END'; ALTER FUNCTION plus(integer) PARALLEL SAFE; ALTER "
	"FUNCTION plus(integer) SET work_mem = '1MB';"
	"CREATE FUNCTION row_no() RETURNS bigint LANGUAGE internal WINDOW AS 'window_row_number'; CREATE ACCESS METHOD other TYPE "
	"TABLE HANDLER heap_tableam_handler;";

Test(pyrseas, what_it_cannot_say_is_left_alone)
{
	make("cmd_py_shop", shop);
	run_file("doc.yaml", shop_document);
	run_rows((const struct expected[]){
		{ "yaml2db --check cmd_py_shop doc.yaml", 0, NULL,
			"left alone: include of index item_price of table public.item\n" },
		{ 0 },
	});
	more("cmd_py_shop", unspoken);
	run_rows((const struct expected[]){
		{ "yaml2db --check cmd_py_shop doc.yaml", 0, NULL, "row_security of table public.item" },
		{ "yaml2db cmd_py_shop doc.yaml 2>err; grep -c note: err", 0, "1\n", NULL },
		{ "yaml2db --check cmd_py_shop doc.yaml", 0, NULL, "procedure public.work(IN x integer)" },
		{ "yaml2db -q --revert cmd_py_shop doc.yaml", 0, NULL, NULL },
		{ "yaml2db --check --no-pyrseas cmd_py_shop doc.yaml", 1, "policy own of table public.item: not wanted", NULL },
		{ "yaml2db --pyrseas --no-pyrseas cmd_py_shop doc.yaml", 2, NULL, "exclude each other" },
		/* what a change of a column disturbs comes back */
		{ "sed 's/name:$/&\\n        not_null: true/; s/        type: text/        type: character varying(40)/; s/> "
		  "100/> 200/; s/x + 1/x + 2/' doc.yaml >new.yaml",
			0, NULL, NULL },
		{ "yaml2db -q -o up --down down cmd_py_shop new.yaml; grep -c 'CREATE POLICY own' up", 0, "1\n", NULL },
		{ "psql -1Xq -v ON_ERROR_STOP=1 -d cmd_py_shop -f up && yaml2db -q --check cmd_py_shop new.yaml", 0, NULL, NULL },
		{ "psql -AXtq -d cmd_py_shop -c \"SELECT relforcerowsecurity, (SELECT count(*) FROM pg_policy), (SELECT count(*) "
		  "FROM pg_statistic_ext) FROM pg_class WHERE relname = 'item'\"",
			0, "t|1|1\n", NULL },
		{ "psql -1Xq -v ON_ERROR_STOP=1 -d cmd_py_shop -f down && yaml2db -q --check cmd_py_shop doc.yaml", 0, NULL, NULL },
		/* it goes with what it belongs to */
		{ "sed '/^  view dear/,$d; /^  table item/,$d; /^  sequence item/,/start_value/d' doc.yaml >less.yaml; yaml2db -q "
		  "--allow-data-loss -o up cmd_py_shop less.yaml;"
		  " psql -1Xq -v ON_ERROR_STOP=1 -d cmd_py_shop -f up && yaml2db -q --check cmd_py_shop less.yaml",
			0, NULL, NULL },
		{ "psql -AXtq -d cmd_py_shop -c 'SELECT count(*) FROM pg_publication; SELECT count(*) FROM pg_proc WHERE proname "
		  "= $$work$$; SELECT count(*) FROM pg_publication_rel'",
			0, "1\n1\n0\n", NULL },
		{ 0 },
	});
	drop("cmd_py_shop");
}

/* A role with a schema of its own name reads with that in its path. */
Test(pyrseas, names_without_a_schema)
{
	static const char document[] = PUBLIC
		"schema till:\n"
		"  aggregate total(integer):\n    initcond: '0'\n    sfunc: add_up\n    stype: integer\n"
		"  function add_up(integer, integer):\n    language: sql\n    returns: integer\n    source: |-\n      SELECT $1 + "
		"$2\n    volatility: immutable\n"
		"  function glad(m mood):\n    depends_on:\n    - type mood\n    language: sql\n    returns: boolean\n    source: "
		"|-\n      SELECT m = 'ok'\n"
		"  function join_pairs(a pair, b pair):\n    language: sql\n    returns: pair\n    source: |-\n      SELECT a\n   "
		" volatility: immutable\n"
		"  function touch():\n    language: plpgsql\n    returns: trigger\n    source: |-\n      BEGIN RETURN NEW; END\n"
		"  operator +(pair, pair):\n    procedure: join_pairs\n"
		"  operator ~~~(pair, pair):\n    procedure: join_pairs\n"
		"  sequence sale_id_seq:\n    cache_value: 1\n    data_type: integer\n    increment_by: 1\n    max_value: "
		"2147483647\n    min_value: null\n    owner_column: id\n"
		"    owner_table: sale\n    start_value: 1\n"
		"  table sale:\n    check_constraints:\n      sale_mood:\n        columns:\n        - state\n        expression: "
		"(state <> 'sad'::mood)\n"
		"    columns:\n    - id:\n        default: nextval('sale_id_seq'::regclass)\n        not_null: true\n        "
		"type: integer\n"
		"    - state:\n        default: '''ok''::mood'\n        type: mood\n    - p:\n        type: pair\n    - q:\n      "
		"  type: pair\n    - moods:\n        type: mood[]\n"
		"    triggers:\n      touch:\n        events:\n        - update\n        level: row\n        procedure: touch\n   "
		"     timing: before\n"
		"  type mood:\n    labels:\n    - sad\n    - ok\n"
		"  type pair:\n    attributes:\n    - a:\n        type: integer\n    - b:\n        type: integer\n"
		"  view sums:\n    columns:\n    - id:\n        type: integer\n    - summed:\n        type: pair\n    - odd:\n    "
		"    type: pair\n    - more:\n        type: integer\n    - glad:\n        type: boolean\n"
		"    definition: |2-\n       SELECT s.id,\n          s.p + s.q AS summed,\n          s.p ~~~ s.q AS odd,\n        "
		"  s.id + 1 AS more,\n          glad(s.state) AS glad\n"
		"         FROM sale s\n           JOIN sale t USING (id)\n        WHERE s.state <> 'sad'::mood AND s.id > 0;\n";

	make("cmd_py_path", "COMMENT ON SCHEMA public IS 'standard public schema'");
	run_file("doc.yaml", document);
	run_rows((const struct expected[]){
		{ "yaml2db -q -o up cmd_py_path doc.yaml && psql -1Xq -v ON_ERROR_STOP=1 -d cmd_py_path -f up -o /dev/null", 0,
			NULL, NULL },
		{ "yaml2db --check cmd_py_path doc.yaml", 0, NULL, NULL },
		{ "psql -AXtq -d cmd_py_path -c 'SELECT pg_get_viewdef($$till.sums$$::regclass)'", 0,
			"(s.p OPERATOR(till.+) s.q) AS summed", NULL },
		/* between files */
		{ "db2yaml cmd_py_path >ours.yaml; yaml2db -Oxq --check ours.yaml doc.yaml", 0, NULL, NULL },
		{ "yaml2db -Oxq --check doc.yaml ours.yaml", 0, NULL, NULL },
		{ "db2yaml -q doc.yaml | grep -c 'till.mood'", 0, "6\n", NULL },
		{ "sed 's/ AND s.id > 0/ OR s.id > 0/' doc.yaml >or.yaml; yaml2db -Oxq --check ours.yaml or.yaml", 1,
			"view till.sums: definition", NULL },
		/* where a path is told no other is taken */
		{ "db2yaml -q --search-path public doc.yaml | grep -c 'till.mood'", 1, "0\n", NULL },
		/* a document of dbtoyaml -n till */
		{ "sed '/^schema public/,/description/d' doc.yaml >part.yaml; yaml2db -q --check cmd_py_path part.yaml", 0, NULL,
			NULL },
		{ 0 },
	});
	drop("cmd_py_path");
}

/* What a range, or an extension, brings along is not made twice. */
Test(pyrseas, what_comes_along)
{
	static const char document[] = PUBLIC
		"  function span(double precision, double precision):\n    language: internal\n    returns: public.span\n    "
		"source: |-\n      range_constructor2\n    volatility: immutable\n"
		"  function span(double precision, double precision, text):\n    language: internal\n    returns: public.span\n   "
		" source: |-\n      range_constructor3\n    volatility: immutable\n"
		"  function spans(public.span):\n    language: internal\n    returns: public.spans\n    source: |-\n      "
		"multirange_constructor1\n    strict: true\n    volatility: immutable\n"
		"  function spans():\n    language: internal\n    returns: public.spans\n    source: |-\n      "
		"multirange_constructor0\n    strict: true\n    volatility: immutable\n"
		"  table t:\n    columns:\n    - n:\n        collation: C\n        type: name\n"
		"  type span:\n    subtype: float8\n"
		"cast (public.span as public.spans):\n  context: explicit\n  function: public.spans(public.span)\n  method: "
		"function\n";

	if (server_version() < 14)
		cr_skip("multiranges came with 14");
	make("cmd_py_along",
		"CREATE TYPE span AS RANGE (subtype = float8, multirange_type_name = spans); CREATE TABLE t (n name);");
	make("cmd_py_empty", "COMMENT ON SCHEMA public IS 'standard public schema'");
	run_file("doc.yaml", document);
	run_rows((const struct expected[]){
		{ "yaml2db --check cmd_py_along doc.yaml", 0, NULL, NULL },
		{ "yaml2db -o up cmd_py_empty doc.yaml && psql -1Xq -v ON_ERROR_STOP=1 -d cmd_py_empty -f up -o /dev/null; "
		  "yaml2db --check cmd_py_empty doc.yaml",
			0, NULL, NULL },
		{ "db2yaml -O -x cmd_py_along >a; db2yaml -O -x cmd_py_empty | diff a -", 0, NULL, NULL },
		{ 0 },
	});
	drop("cmd_py_along");
	drop("cmd_py_empty");
}

Test(pyrseas, recognised)
{
	make("cmd_py_guess", "CREATE PROCEDURE work() LANGUAGE plpgsql AS 'BEGIN END'");
	run_file("doc.yaml", PUBLIC);
	run_file("plain.yaml", "schema public: {}\n");
	run_file("ours.yaml", "omitted: [owners, privileges]\n" PUBLIC "  sequence s:\n    cache_value: 1\n");
	run_rows((const struct expected[]){
		{ "yaml2db -Ox --check cmd_py_guess doc.yaml", 0, NULL, "doc.yaml is read as a document of Pyrseas" },
		{ "yaml2db -Ox --check cmd_py_guess plain.yaml", 1, "procedure public.work(): not wanted", NULL },
		{ "yaml2db -Ox --check --pyrseas cmd_py_guess plain.yaml | grep procedure", 1, NULL, "procedure public.work()" },
		{ "yaml2db -Ox --check cmd_py_guess ours.yaml", 1, "procedure public.work(): not wanted", NULL },
		{ "db2yaml cmd_py_guess >mine.yaml; yaml2db --check cmd_py_guess mine.yaml", 0, NULL, NULL },
		{ "db2yaml doc.yaml >new.yaml", 0, NULL, "which cannot describe row security" },
		{ "yaml2db -Ox --check cmd_py_guess new.yaml", 1, "procedure public.work(): not wanted", NULL },
		{ 0 },
	});
	drop("cmd_py_guess");
}

Test(pyrseas, lenient)
{
	run_file("odd.yaml",
		"schema public:\n  table t:\n    colour: red\n    columns:\n    - a:\n        type: integer\n        sort: 1\n  "
		"thing x: {a: 1}\n  mood: good\nversion: 3\n");
	run_rows((const struct expected[]){
		{ "db2yaml odd.yaml", 2, NULL, "odd.yaml:3:5: unknown key \"colour\" of a table" },
		{ "db2yaml --lenient odd.yaml", 0, "- a:\n        type: integer\n",
			"odd.yaml:3:5: unknown key \"colour\" of a table is ignored" },
		{ "db2yaml --lenient odd.yaml 2>&1 >/dev/null | grep -c 'is ignored'", 0, "5\n", NULL },
		{ "db2yaml --lenient -q odd.yaml", 0, "- a:\n", NULL },
		{ "echo 'schema public: {table t: {columns: 3}}' >bad.yaml; db2yaml --lenient bad.yaml", 2, NULL, "bad.yaml:1:" },
		{ 0 },
	});
}
