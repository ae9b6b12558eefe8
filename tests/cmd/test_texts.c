/* Texts that people write who are less trusted than the one who runs the script: names, comments, expressions, bodies. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

TestSuite(texts, .fini = run_cleanup, .timeout = 120);

/* What could be taken for something of our own, or of psql's. */
static const char odd[] =
	"COMMENT ON SCHEMA public IS E'see \\001current database\\001 %1$I %s :HOST';"
	"CREATE FUNCTION f() RETURNS text LANGUAGE sql AS E'SELECT ''\\001current database\\001 \\x7f''::text';"
	"CREATE TABLE t (a integer[], \"DBNAME\" integer, \"USER\" integer, postgres integer, \"HOST\" integer, \"new\n\\! touch "
	"ran\" integer, \"\xE2\x80\xAE"
	"dne\" integer);"
	"COMMENT ON COLUMN t.\"new\n\\! touch ran\" IS E'a\\u202E\\nb\\r\\t\\\\';"
	"CREATE VIEW v AS SELECT a[1:\"USER\"] AS b, a[postgres:\"HOST\"] AS c, a[:\"USER\"] AS d, ':USER' AS e FROM t;"
	"CREATE FUNCTION begin(a integer[], \"VERSION_NUM\" integer, begin integer) RETURNS integer[] LANGUAGE sql BEGIN ATOMIC"
	" SELECT a[1:\"VERSION_NUM\"]; SELECT CASE WHEN begin > 1 THEN a END; END;"
	"DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), E'100 %I \\001current database\\001');"
	" EXECUTE format('ALTER DATABASE %I SET search_path TO \"$user\", \"100%%s\"', current_database()); END $$;";

/* What has no name in a query is printed with one once it is loaded: that is no difference. */
Test(texts, of_queries_settle)
{
	make("texts_hand",
		"CREATE TABLE t (a text); CREATE VIEW v AS SELECT a, 'first' AS b FROM t UNION ALL SELECT 'x', 'second' UNION SELECT NULL, "
		"NULL; CREATE MATERIALIZED VIEW m AS SELECT a FROM t WHERE EXISTS (SELECT 'z' FROM t) UNION ALL SELECT 'c'::varchar(3);");
	make("texts_made", "SELECT 1");
	run_rows((const struct expected[]){
		{ "yaml2db -q -u -o up texts_made texts_hand && yaml2db --check texts_made texts_hand", 0, NULL, NULL },
		{ "db2yaml texts_hand >hand.yaml && db2yaml texts_made | diff hand.yaml -", 0, "", NULL },
		{ 0 },
	});
	drop("texts_hand");
	drop("texts_made");
}

Test(texts, are_told_from_our_own)
{
	make("texts_have", "SELECT 1");
	make("texts_want", odd);
	run_rows((const struct expected[]){
		{ "db2yaml --with-database texts_want -o want.yaml && yaml2db --with-database texts_have want.yaml --up up --down "
		  "down",
			0, NULL, "*" },
		{ "psql -X -q -v ON_ERROR_STOP=1 -v b=1 -v 2=x -d texts_have -f up", 0, NULL, NULL },
		{ "db2yaml --with-database texts_have | diff want.yaml -", 0, NULL, NULL },
		{ "psql -X -q -v ON_ERROR_STOP=1 -d texts_have -f down", 0, NULL, NULL },
		{ "yaml2db -u texts_have want.yaml --with-database >/dev/null && db2yaml --with-database texts_have | diff "
		  "want.yaml -",
			0, NULL, "*" },
		/* nothing that nobody sees is in what is written */
		{ "cat want.yaml up down | LC_ALL=C.UTF-8 grep -P '[\\x{202e}\\x01\\x7f\\r]'", 1, NULL, NULL },
		{ "ls ran", 2, NULL, "*" },
		{ 0 },
	});
	server_drop_database("texts_have", NULL);
	server_drop_database("texts_want", NULL);
}

/* A server never prints a type as these documents spell them. */
Test(texts, spell_types_as_people_do)
{
	make("texts_types", "CREATE TYPE \"order\" AS ENUM ('a')");
	run_file("types.yaml", "omitted: [owners, privileges]\n"
			       "schema public:\n"
			       "  description: standard public schema\n"
			       "  type order: {labels: [a]}\n"
			       "  table t:\n"
			       "    columns:\n"
			       "    - a: {type: int}\n"
			       "    - b: {type: VARCHAR(30)}\n"
			       "    - c: {type: 'dec(5)', default: '1'}\n"
			       "    - d: {type: 'timestamp(9)[3]'}\n"
			       "    - e: {type: interval second(9)}\n"
			       "    - f: {type: pg_catalog.\"timestamptz\"}\n"
			       "    - g: {type: Public.\"order\"}\n"
			       "    - h: {type: char}\n"
			       "    - i: {type: float(3)}\n"
			       "  domain d: {type: nchar varying(7)}\n"
			       "  function f(int, IN b d, VARIADIC c bool[]):\n"
			       "    language: sql\n"
			       "    returns: TABLE(x int8, y varchar(3))\n"
			       "    source: SELECT 1::int8, 'a'::varchar\n");
	run_file("serial.yaml", "schema public:\n  table t:\n    columns:\n    - a: {type: bigserial}\n");
	run_rows((const struct expected[]){
		{ "sed -i 's/IN b d/IN b Public.D/' types.yaml && yaml2db -u texts_types types.yaml", 0, "*", "*" },
		{ "yaml2db --check texts_types types.yaml", 0, NULL, NULL },
		{ "db2yaml -O -x texts_types | yaml2db --check - types.yaml", 0, NULL, NULL },
		{ "yaml2db --check texts_types serial.yaml", 2, NULL,
			"serial.yaml:4:11: \"type\" of a column: bigserial makes a column of another type: give \"type: bigint\"" },
		{ 0 },
	});
	server_drop_database("texts_types", NULL);
}
