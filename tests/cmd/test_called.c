/* Programs by the names of Pyrseas, configuration files, and rows beside the schema. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

TestSuite(called, .fini = run_cleanup);

Test(called, as_pyrseas)
{
	make("cmd_called", "CREATE TABLE account_transfers_with_extra_padding_1 (a integer); CREATE TABLE "
			   "account_transfers_with_extra_padding_2 (a integer)");
	run_rows((const struct expected[]){
		{ "dbtoyaml -O -x cmd_called >doc && yamltodb cmd_called doc && yamltodb cmd_called <doc && yamltodb cmd_called - "
		  "<doc",
			0, NULL, NULL },
		{ "yaml2db cmd_called doc", 2, NULL, "doc" },
		{ "dbtoyaml --nothing cmd_called", 2, NULL, "try \"dbtoyaml --help\"" },
		{ "dbtoyaml --version", 0, "dbtoyaml (pgcanon)", NULL },
		{ "dbtoyaml cmd_called_not", 1, NULL, "dbtoyaml: cmd_called_not: " },
		{ "dbtoyaml doc", 1, NULL, "doc: " },
		{ "dbtoyaml -m -o x cmd_called", 2, NULL, "exclude each other" },
		{ "yamltodb --directory x cmd_called", 2, NULL, "there is no option --directory any more: --multiple-files" },
		{ "dbtoyaml -d x cmd_called", 2, NULL, "there is no option -d any more" },
		{ "echo '- a' >list; yamltodb cmd_called list", 1, NULL, "yamltodb: list:1:1: " },
		{ "yamltodb -m cmd_called", 1, NULL, "Metadata directory './metadata' doesn't exist" },
		{ "echo 'schema public: {}' >doc2; yamltodb -q cmd_called doc2", 1, NULL, "data loss" },
		{ "yamltodb --check cmd_called doc2", 1, "account_transfers_with_extra_padding_2: not wanted", "*" },
		{ "dbtoyaml -m cmd_called && ls metadata/schema.public", 0, "table.account_transfers_with_extra_pad.yaml\n", NULL },
		{ "yamltodb -m cmd_called && yamltodb -m cmd_called doc", 0, NULL, NULL },
		{ "PYRSEAS_MAX_IDENT_LEN=5 dbtoyaml -m cmd_called && ls metadata/schema.public && yamltodb -m cmd_called", 0,
			"table.accou.yaml\n", NULL },
		{ "PYRSEAS_MAX_IDENT_LEN=64 dbtoyaml -m cmd_called", 1, NULL,
			"PYRSEAS_MAX_IDENT_LEN: expected a number from 1 to 63, found \"64\"" },
		{ "db2yaml -m cmd_called && ls metadata/schema.public | wc -l", 0, "2\n", NULL },
		{ "yamltodb -u --allow-data-loss cmd_called doc2", 0, "DROP TABLE", "Changes applied\n" },
		{ 0 },
	});
	drop("cmd_called");
}

/* What nobody is asked for on a terminal comes from a pipe; the document behind it stays. */
Test(called, password_from_a_pipe)
{
	make("cmd_called_pipe", "CREATE TABLE t (a integer)");
	run_rows((const struct expected[]){
		{ "db2yaml cmd_called_pipe >doc; (echo secret; cat doc) | setsid yamltodb -W cmd_called_pipe", 0, NULL, NULL },
		{ "echo secret | setsid dbtoyaml -W -O cmd_called_pipe", 0, "table t:", NULL },
		{ 0 },
	});
	drop("cmd_called_pipe");
}

Test(called, configuration)
{
	make("cmd_called_config", "CREATE TABLE t (a integer)");
	run_file("config.yaml", "other: [1]\nrepository: {metadata: schema}\ndatabase: {odd: 1}\n");
	run_rows((const struct expected[]){
		{ "dbtoyaml -m cmd_called_config && ls schema/schema.public", 0, "table.t.yaml\n",
			"dbtoyaml: warning: ./config.yaml:3:12: unknown key \"odd\" of database" },
		{ "rm -r schema; db2yaml -m cmd_called_config; ls", 0, "config.yaml\nmetadata\n", NULL },
		{ "db2yaml -c config.yaml -m -r deep cmd_called_config; ls deep", 0, "schema\n", "*" },
		/* each is stronger than the one before */
		{ "mkdir -p sys user/pyrseas repo; echo 'repository: {path: repo, metadata: m1}' >sys/config.yaml; echo "
		  "'repository: {metadata: m2}' >user/pyrseas/config.yaml;"
		  " echo 'repository: {metadata: m3}' >repo/config.yaml; export PYRSEAS_SYS_CONFIG=sys XDG_CONFIG_HOME=$PWD/user; "
		  "dbtoyaml -m cmd_called_config; ls repo;"
		  " rm repo/config.yaml; dbtoyaml -m cmd_called_config; ls repo; PYRSEAS_USER_CONFIG= dbtoyaml -m "
		  "cmd_called_config; ls repo;"
		  " echo 'repository: {metadata: m4}' >c.yaml; dbtoyaml -m -c c.yaml cmd_called_config; ls repo",
			0, "config.yaml\nm3\nm2\nm3\nm1\nm2\nm3\nm1\nm2\nm3\nm4\n", NULL },
		{ "PYRSEAS_USER_CONFIG=nowhere dbtoyaml cmd_called_config", 1, NULL,
			"PYRSEAS_USER_CONFIG names nowhere, and there is no such file or directory" },
		{ "PYRSEAS_CONFIG_FILE=none dbtoyaml -c nowhere cmd_called_config", 1, NULL, "nowhere: cannot be read" },
		{ "echo 'database: {host: /nonexistent}' >c.yaml; db2yaml -c c.yaml cmd_called_config", 2, NULL, "/nonexistent" },
		{ "db2yaml -q -c c.yaml \"host=$PGHOST dbname=cmd_called_config\" | grep -c 'table t'", 0, "1\n", NULL },
		{ "echo 'datacopy: {public: [t]}' >c.yaml; db2yaml -c c.yaml cmd_called_config", 2, NULL,
			"c.yaml:1:12: expected \"schema NAME\" with a list of tables" },
		{ "echo 'datacopy: {schema public: t}' >c.yaml; db2yaml -c c.yaml cmd_called_config", 2, NULL,
			"expected a list of the tables of schema public" },
		{ "printf 'datacopy:\\n  schema public:\\n  - u\\n' >c.yaml; db2yaml -o out -c c.yaml cmd_called_config; ls out", 2,
			NULL, "c.yaml:3:5: datacopy names table public.u, and there is none" },
		{ 0 },
	});
	drop("cmd_called_config");
}

static const char world[] =
	"CREATE TABLE country (code text PRIMARY KEY, name text NOT NULL);"
	"CREATE TABLE city (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, country text REFERENCES country ON DELETE "
	"CASCADE, name text UNIQUE,"
	"  part_of integer REFERENCES city, size numeric, long text GENERATED ALWAYS AS (upper(name)) STORED);"
	"CREATE TABLE log (at timestamptz, what text);"
	"INSERT INTO country VALUES ('CH', 'Schweiz'), ('DE', E'a,b\\n\"c\"'), ('FR', E'back\\\\slash ''q''');"
	"INSERT INTO city (country, name, part_of, size) VALUES ('CH', 'Bern', NULL, 1.50), ('DE', '', 1, NULL), (NULL, NULL, 2, "
	"3);"
	"INSERT INTO log VALUES ('2020-01-01 12:00+2', 'x'), (NULL, NULL), (NULL, NULL);";

static const char rows[] =
	"psql -AXtq -v ON_ERROR_STOP=1 -d cmd_rows_b -c 'TABLE country ORDER BY 1' -c 'TABLE city ORDER BY 1' -c 'TABLE log ORDER "
	"BY 1, 2' >%s";

Test(called, rows_beside_the_schema)
{
	g_autofree char *before = g_strdup_printf(rows, "before"), *after = g_strdup_printf(rows, "after; diff before after");
	g_autofree char *down = g_strdup_printf("psql -X1q -v ON_ERROR_STOP=1 -d cmd_rows_b -f down >out && %s", after);

	make("cmd_rows_a", world);
	make("cmd_rows_b", "SET work_mem = '4MB'");
	run_file("config.yaml", "repository: {data: rows}\ndatacopy:\n  schema public: [city, log, country]\n");
	run_rows((const struct expected[]){
		{ "dbtoyaml -m -O -x cmd_rows_a && cat rows/schema.public/table.city.data", 0,
			"1,CH,Bern,,1.50\n2,DE,\"\",1,\n3,,,2,3\n", NULL },
		{ "yamltodb -m -1 --down down -o up cmd_rows_b && psql -Xq -v ON_ERROR_STOP=1 -d cmd_rows_b -f up >out && "
		  "yamltodb -m cmd_rows_b && yamltodb --check -m cmd_rows_b",
			0, NULL, "rows of table public.city: 3 inserted" },
		{ "for t in country city log; do psql -AXtq -d cmd_rows_a -c \"TABLE $t\" | sort >a; psql -AXtq -d cmd_rows_b -c "
		  "\"TABLE $t\" | sort >b; diff a b; done",
			0, NULL, NULL },
		/* the sequence goes on behind what is there; then all that can be otherwise is */
		{ "psql -Xq -v ON_ERROR_STOP=1 -d cmd_rows_b -c \"INSERT INTO city (country, name) VALUES ('CH', 'Basel')\" -c "
		  "\"DELETE FROM city WHERE id = 3\""
		  " -c \"UPDATE city SET size = NULL, name = 'Biel' WHERE id = 1\" -c \"INSERT INTO country VALUES ('IT', "
		  "'Italia')\" -c \"DELETE FROM country WHERE code = 'FR'\""
		  " -c \"INSERT INTO log VALUES (now(), 'y')\" -c 'ALTER TABLE country ADD extra text' -c \"UPDATE country SET "
		  "extra = 'e'\"",
			0, NULL, NULL },
		{ before, 0, NULL, NULL },
		{ "yamltodb --check -m cmd_rows_b", 1,
			"table public.city: rows: 1 of ./rows/schema.public/table.city.data are missing, 1 differ, 1 are not "
			"wanted\n",
			NULL },
		{ "yamltodb -q -m cmd_rows_b", 1, NULL,
			"data loss: rows of table public.country: 1 are deleted that ./rows/schema.public/table.country.data does "
			"not have; rows of"
			" table public.city that refer to them: ON DELETE CASCADE\n" },
		{ "yamltodb -q -m --allow-data-loss -o up --down down -u cmd_rows_b && yamltodb --check -m cmd_rows_b", 0, NULL,
			NULL },
		{ "yamltodb -m cmd_rows_b", 0, NULL, NULL },
		{ "grep -c 'data loss: rows of' up down", 0, "up:3\ndown:3\n", NULL },
		{ down, 0, NULL, NULL },
		{ 0 },
	});
	run_rows((const struct expected[]){
		{ "printf '1,CH\\n' >rows/schema.public/table.city.data; yamltodb -q -m cmd_rows_b", 1, NULL,
			"table.city.data:1: 2 values, and table public.city has 5 columns" },
		{ "printf '\"1,CH\\n' >rows/schema.public/table.city.data; yamltodb -q -m cmd_rows_b", 1, NULL,
			"table.city.data:1: a quote begins here and does not end" },
		{ "printf '1,C\"H\\n' >rows/schema.public/table.city.data; yamltodb -q -m cmd_rows_b", 1, NULL,
			"table.city.data:1: a quote inside a field" },
		{ "printf '1,a\\n\\n' >rows/schema.public/table.country.data; rm rows/schema.public/table.city.data; yamltodb -m "
		  "cmd_rows_b",
			1, NULL,
			"the rows of table public.city are left alone\nyamltodb: ./rows/schema.public/table.country.data:2: 1 "
			"values" },
		{ "printf '1,a\\n1,b\\n' >rows/schema.public/table.country.data; yamltodb -q -m cmd_rows_b", 1, NULL,
			":2: a row with this primary key stands before it" },
		{ "yamltodb --revert -m -q --allow-data-loss cmd_rows_b >out; grep -c INSERT out", 1, "0\n", NULL },
		{ "yaml2db -c config.yaml -m metadata", 0, NULL,
			"not a database: the rows of the tables of datacopy are not compared" },
		{ 0 },
	});
	drop("cmd_rows_a");
	drop("cmd_rows_b");
}

/* Neither of two tables that refer to each other can be first. */
Test(called, rows_that_go_round)
{
	make("cmd_round",
		"CREATE TABLE a (id integer PRIMARY KEY, b integer); CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES "
		"a);"
		"ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1); UPDATE a "
		"SET b = 1;");
	run_file("config.yaml", "datacopy: {schema public: [a, b]}\n");
	run_rows((const struct expected[]){
		{ "dbtoyaml -m -O -x cmd_round && yamltodb -m cmd_round", 0, NULL, NULL },
		{ "psql -Xqd cmd_round -c 'UPDATE a SET b = NULL' && yamltodb -q -m cmd_round", 0, "UPDATE ONLY public.a", NULL },
		{ "psql -Xqd cmd_round -c 'DELETE FROM b; DELETE FROM a' && yamltodb -q -m cmd_round", 1, NULL,
			"form a cycle, or lead to one: table public.a, table public.b" },
		{ 0 },
	});
	drop("cmd_round");
}

/* A label that rows use has to be committed before them. */
Test(called, rows_in_migrations)
{
	make("cmd_labels",
		"CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (id integer PRIMARY KEY, m mood); INSERT INTO t VALUES (1, "
		"'sad')");
	make("cmd_labels_new",
		"CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TABLE t (id integer PRIMARY KEY, m mood DEFAULT 'glad'); INSERT "
		"INTO t VALUES (1, 'glad'), (2, 'sad')");
	run_file("config.yaml", "datacopy: {schema public: [t]}\n");
	run_rows((const struct expected[]){
		{ "db2yaml -c config.yaml -o new.yaml cmd_labels_new && yaml2db -q -c config.yaml --format django --app shop -o "
		  "0001_a.py cmd_labels new.yaml"
		  " && grep -cE 'INSERT|UPDATE' 0001_a.py 0002_a_2.py",
			0, "0001_a.py:0\n0002_a_2.py:3\n", NULL },
		{ 0 },
	});
	drop("cmd_labels");
	drop("cmd_labels_new");
}
