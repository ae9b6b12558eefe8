/* Tests yaml2db --plan: what a script does, for people and for programs. */
#include <string.h>

#include <criterion/criterion.h>

#include "diff/remark.h"
#include "tests/cmd/run.h"

TestSuite(plan, .fini = run_cleanup);

Test(plan, tells_what_changes_and_what_is_locked)
{
	make("plan_have",
		"CREATE TABLE u (id integer PRIMARY KEY); CREATE TABLE t (id integer PRIMARY KEY, code text, price integer, gone "
		"text, short varchar(5));"
		" INSERT INTO t SELECT n, 'x', n FROM generate_series(1, 2000) n; INSERT INTO t VALUES (0); ANALYZE t; CREATE "
		"VIEW v AS SELECT price FROM t");
	make("plan_want",
		"CREATE TABLE u (id integer PRIMARY KEY); CREATE TABLE t (id integer PRIMARY KEY REFERENCES u, code text NOT "
		"NULL, price bigint, short varchar(9));"
		" CREATE INDEX t_code ON t (code); CREATE VIEW v AS SELECT price FROM t; COMMENT ON TABLE u IS 'new'; CREATE TABLE n (id serial)");
	run_rows((const struct expected[]){
		{ "yaml2db --plan text plan_have plan_want >plan", 0, "", NULL },
		{ "head -n 1 plan", 0, "from plan_have to plan_want: 3 to add, 4 to change, 1 to drop\n", NULL },
		{ "grep -c 'column price of table public.t: type: wanted \"bigint\", found \"integer\"' plan", 0, "1\n", NULL },
		{ "grep -A2 'ALTER COLUMN price TYPE' plan", 0, "ACCESS EXCLUSIVE on table public.t (about 2001 rows, ", NULL },
		{ "grep -A2 'ALTER COLUMN price TYPE' plan", 0, "kB), which is rewritten", NULL },
		{ "grep -A2 'ALTER COLUMN short TYPE' plan | tail -n 1 | sed 's/.* kB)/)/'", 0, ")\n", NULL },
		{ "grep -A2 'CREATE INDEX' plan", 0,
			"      index t_code of table public.t: missing\n      SHARE on table public.t (about 2001 rows, ", NULL },
		{ "grep -A1 'DROP VIEW' plan", 0, "view public.v: column price of table public.t: type", NULL },
		{ "grep -A2 'FOREIGN KEY' plan", 0, "scanned; SHARE ROW EXCLUSIVE on related tables\n", NULL },
		{ "grep '^data loss: \\|^risk: ' plan", 0,
			"data loss: column gone of table public.t is dropped, and its values are lost\n", NULL },
		{ "yaml2db --check-rows --plan text plan_have plan_want | grep '^risk: '", 0,
			"which becomes NOT NULL; it has 1 such row: id (0)\n", NULL },
		/* for programs; a script is written where a file is told, and losses are allowed */
		{ "yaml2db --plan json plan_have plan_want >plan.json", 0, "", NULL },
		{ "python3 -c 'import json, jsonschema, os; plan = json.load(open(\"plan.json\"));"
		  " jsonschema.validate(plan, json.load(open(os.environ[\"PGCANON_SOURCE\"] + \"/docs/plan.schema.json\")));"
		  " print(plan[\"counts\"], plan[\"kinds\"][\"column\"], [s[\"lock\"] for s in plan[\"steps\"] if "
		  "s[\"builds_index\"]],"
		  " sum(s[\"loses_data\"] for s in plan[\"steps\"]), max(s[\"rows\"] or 0 for s in plan[\"steps\"]))'",
			0, "{'add': 3, 'change': 4, 'drop': 1} {'add': 0, 'change': 3, 'drop': 1} ['SHARE'] 1 2001\n", NULL },
		{ "db2yaml plan_have >have.yaml && db2yaml plan_want >want.yaml && yaml2db --plan json have.yaml want.yaml | grep "
		  "-c '\"rows\": [0-9]'",
			1, "0\n", NULL },
		/* with a proof it is measured, too, and found to be as it is told */
		{ "yaml2db -q --plan json --prove plan_have plan_want >plan.json && python3 -c 'import json, jsonschema, os; plan = "
		  "json.load(open(\"plan.json\"));"
		  " jsonschema.validate(plan, json.load(open(os.environ[\"PGCANON_SOURCE\"] + \"/docs/plan.schema.json\")));"
		  " print(sum(s[\"measured\"] is not None for s in plan[\"steps\"]) == len(plan[\"steps\"]),"
		  " [s[\"statement\"] for s in plan[\"steps\"] if any(s[k] != v for k, v in s[\"measured\"].items())],"
		  " min(s[\"seconds_estimated\"] for s in plan[\"steps\"] if s[\"rewrites\"]) > 0)'",
			0, "True [] True\n", "*" },
		/* an online plan says what is committed together; its statements, too, do what is told, CONCURRENTLY is not measured */
		{ "yaml2db -q --online --plan text plan_have plan_want >plan && grep -A1 '^[0-9]* of [0-9]*, in no transaction' plan",
			0, "in no transaction; others work meanwhile\n", NULL },
		{ "grep -A1 'after LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE$' plan", 0, "  ALTER TABLE public.t ", NULL },
		{ "yaml2db -q --online --plan json --prove plan_have plan_want >plan.json && python3 -c 'import json, jsonschema, os; "
		  "plan = json.load(open(\"plan.json\"));"
		  " jsonschema.validate(plan, json.load(open(os.environ[\"PGCANON_SOURCE\"] + \"/docs/plan.schema.json\")));"
		  " print(sum((t[\"steps\"] for t in plan[\"transactions\"]), []) == list(range(len(plan[\"steps\"]))), "
		  "plan[\"one_transaction\"],"
		  " [t[\"outside\"] for t in plan[\"transactions\"] for s in t[\"steps\"] if not plan[\"steps\"][s][\"measured\"]],"
		  " [s[\"statement\"] for s in plan[\"steps\"] if s[\"measured\"] and any(s[k] != v for k, v in "
		  "s[\"measured\"].items())])'",
			0, "True False [True] []\n", "*" },
		{ "yaml2db --plan text -o up plan_have plan_want", 2, "*", "data would be lost" },
		{ "yaml2db --allow-data-loss --plan text -o up plan_have plan_want && test -s up", 0, "*", "*" },
		{ "yaml2db --plan text plan_have plan_have", 0, "from plan_have to plan_have: nothing differs\n", NULL },
		{ "yaml2db --plan xml plan_have plan_want", 2, "", "--plan is followed by text, json, " },
		{ "yaml2db --plan text --check plan_have plan_want", 2, "", "both answer on standard output" },
		{ 0 },
	});
	drop("plan_have");
	drop("plan_want");
}

/* A domain's new check locks the tables that have it, or a domain that is made of it, and no others: as a proof finds, too. */
Test(plan, tells_whom_a_domain_locks)
{
	make("plan_domains",
		"CREATE DOMAIN d AS integer; CREATE DOMAIN made AS d; CREATE TABLE t (a made); CREATE DOMAIN e AS integer; CREATE "
		"DOMAIN ee AS integer; CREATE TABLE u (a ee); INSERT INTO t VALUES (1); INSERT INTO u VALUES (1)");
	run_rows((const struct expected[]){
		{ "db2yaml plan_domains >have.yaml", 0, NULL, NULL },
		{ "sed 's/^  domain [de]:/&\\n    check_constraints: {k: {expression: (VALUE > 0)}}/' have.yaml >want.yaml", 0,
			NULL, NULL },
		{ "yaml2db -q --prove --plan json plan_domains want.yaml | python3 -c 'import json, sys; "
		  "print([each[\"measured\"][\"lock_on_others\"] for each in json.load(sys.stdin)[\"steps\"]])'",
			0, "['SHARE', None]\n", "*" },
		{ "yaml2db -q --plan json plan_domains want.yaml | python3 -c 'import json, sys; "
		  "print([each[\"lock_on_others\"] for each in json.load(sys.stdin)[\"steps\"]])'",
			0, "['SHARE', None]\n", NULL },
		{ 0 },
	});
	drop("plan_domains");
}

/* The foreign keys of tables above count for a partition; the last index of a partitioned index locks above where that is new. */
Test(plan, tells_whom_a_partition_below_a_partition_locks)
{
	static const char tables[] =
		"CREATE TABLE o (a integer PRIMARY KEY); CREATE TABLE t (a integer REFERENCES o) PARTITION BY RANGE (a); CREATE TABLE t1 "
		"PARTITION OF t FOR VALUES FROM (0) TO (100) PARTITION BY RANGE (a); CREATE INDEX t_a ON t (a); CREATE TABLE u (a "
		"integer, b integer) PARTITION BY RANGE (a); CREATE TABLE u1 PARTITION OF u FOR VALUES FROM (0) TO (100) PARTITION BY "
		"RANGE (a); CREATE TABLE u11 PARTITION OF u1 FOR VALUES FROM (0) TO (50);";
	g_autofree char *have = g_strconcat(tables, "CREATE INDEX u_b ON u (b)", NULL);
	g_autofree char *want = g_strconcat(
		tables, "CREATE INDEX u_b ON u (b DESC); CREATE TABLE t11 PARTITION OF t1 FOR VALUES FROM (50) TO (60)", NULL);

	make("plan_below", have);
	make("plan_below_want", want);
	run_rows((const struct expected[]){
		{ "yaml2db -q --plan json --prove plan_below plan_below_want >plan.json && python3 -c 'import json; plan = "
		  "json.load(open(\"plan.json\"));"
		  " print([s[\"statement\"] for s in plan[\"steps\"] if s[\"lock_on_others\"] != s[\"measured\"][\"lock_on_others\"]],"
		  " [s[\"lock_on_others\"] for s in plan[\"steps\"] if \"u1_b_idx ATTACH\" in s[\"statement\"]],"
		  " [s[\"lock_on_others\"] for s in plan[\"steps\"] if \"ATTACH PARTITION public.t11\" in s[\"statement\"]])'",
			0, "[] ['ACCESS EXCLUSIVE'] ['SHARE ROW EXCLUSIVE', None]\n", "*" },
		{ 0 },
	});
	drop("plan_below");
	drop("plan_below_want");
}

/* A table that takes the name of a materialized view is new: nobody waits for a lock on it. */
Test(plan, takes_no_lock_on_what_is_new)
{
	make("plan_kinds", "CREATE MATERIALIZED VIEW z AS SELECT 1 AS a");
	run_rows((const struct expected[]){
		{ "printf 'schema public:\n  table z:\n    owner: postgres\n    columns: [a: {type: integer}]\n' >want.yaml", 0, "",
			NULL },
		{ "yaml2db -q --prove --plan json plan_kinds want.yaml | python3 -c 'import json, sys; "
		  "print([(each[\"lock\"], each[\"measured\"][\"lock\"]) for each in json.load(sys.stdin)[\"steps\"] if \"OWNER\" in "
		  "each[\"statement\"]])'",
			0, "[(None, None)]\n", "*" },
		{ 0 },
	});
	drop("plan_kinds");
}

/* Of a hundred notes of one kind ten are printed; the script has all of them. */
Test(plan, prints_some_of_many_notes)
{
	make("plan_notes_have",
		"DO $$ BEGIN FOR n IN 1..100 LOOP EXECUTE format('CREATE TABLE t%s (a integer, b integer)', n); END LOOP; END $$");
	make("plan_notes_want",
		"DO $$ BEGIN FOR n IN 1..100 LOOP EXECUTE format('CREATE TABLE t%s (c integer, a integer, b integer)', n); END LOOP; END $$");
	run_rows((const struct expected[]){
		{ "yaml2db -o up plan_notes_have plan_notes_want 2>said; grep -c '^yaml2db: note: the order of the columns' said",
			0, "10\n", NULL },
		{ "tail -n 1 said", 0,
			"yaml2db: note: 90 more notes of the kind column-order are at the top of the script, and shown by --plan\n",
			NULL },
		{ "grep -c '^-- note: the order of the columns' up", 0, "100\n", NULL },
		{ 0 },
	});
	drop("plan_notes_have");
	drop("plan_notes_want");
}

/* Each loss and note has a code, in JSON and as the rule of an annotation; the manual lists them all. */
Test(plan, has_codes)
{
	run_file("have.yaml", "schema s:\n  table t:\n    columns:\n    - a: {type: integer}\n    - b: {type: integer}\n");
	run_file("want.yaml", "schema s:\n  table t:\n    columns:\n    - c: {type: text}\n    - a: {type: integer}\n");
	run_rows((const struct expected[]){
		{ "yaml2db --plan json have.yaml want.yaml | python3 -c 'import json, sys; plan = json.load(sys.stdin);"
		  " print([(each[\"code\"], each[\"object\"]) for each in plan[\"losses\"] + plan[\"notes\"]])'",
			0, "[('column-dropped', 'column b of table s.t'), ('column-order', 'table s.t')]\n", NULL },
		{ "yaml2db --plan sarif have.yaml want.yaml | grep '\"ruleId\"' | tr -d ' ,\\n'", 0,
			"\"ruleId\":\"column-dropped\"\"ruleId\":\"column-order\"", NULL },
		{ 0 },
	});
	g_autofree char *path = g_build_filename(g_getenv("PGCANON_SOURCE"), "docs/yaml2db.1.scd", NULL), *manual = NULL;
	cr_assert(g_file_get_contents(path, &manual, NULL, NULL));
	for (enum remark_code code = 0; code < REMARK_CODES; code++) {
		g_autofree char *entry = g_strdup_printf("*%s*\n\t%s\n", remark_code_name(code), remark_code_meaning(code));
		cr_expect(strstr(manual, entry), "yaml2db(1) does not tell of %s", remark_code_name(code));
	}
}

/* What a statement is for stands above it, in one line whatever names hold; -v tells what is decided. */
Test(plan, is_explained)
{
	const char *have =
		"schema s:\n  table t:\n    columns:\n    - a: {type: integer}\n    - \"b\\n;DROP TABLE x\": {type: text}\n"
		"  view v: {columns: [a], definition: SELECT a FROM s.t}\n";

	run_file("have.yaml", have);
	run_file("want.yaml",
		"schema s:\n  table t:\n    columns:\n    - a: {type: bigint}\n  view v: {columns: [a], definition: SELECT a FROM s.t}\n");
	run_rows((const struct expected[]){
		{ "yaml2db -q --explain --allow-data-loss --up up --down down have.yaml want.yaml", 0, NULL, NULL },
		{ "grep -B1 '^DROP VIEW' up", 0, "-- because column a of table s.t changes type\nDROP VIEW s.v;\n", NULL },
		{ "grep -B1 'DROP COLUMN' up", 0,
			"-- because column \"b\\n;DROP TABLE x\" of table s.t is no longer wanted\nALTER TABLE s.t DROP COLUMN ",
			NULL },
		{ "grep -c '^;DROP TABLE x' up", 0, "1\n", NULL },
		{ "yaml2db -q --allow-data-loss have.yaml want.yaml | grep -c because", 1, "0\n", NULL },
		{ "yaml2db -q -v --allow-data-loss -o up have.yaml want.yaml", 0, NULL,
			"yaml2db: judge: column a of table s.t: ALTER, and what depends on it has to be gone meanwhile: type differs\n"
			"yaml2db: judge: column \"b\\n;DROP TABLE x\" of table s.t: DROP: it is there and not wanted\n"
			"yaml2db: judge: 4 other objects stay\n" },
		{ "yaml2db -q -vv --allow-data-loss -o up have.yaml want.yaml", 0, NULL,
			"yaml2db: propagate: view s.v: DROP and CREATE: because of column a of table s.t\n" },
		{ "yaml2db -q -vv --allow-data-loss -o up have.yaml want.yaml", 0, NULL,
			"yaml2db: order: 1. undo: view s.v (statements: 1, waiting for it: 4)\n" },
		{ "yaml2db --explain --format django -o up have.yaml want.yaml", 2, NULL, "a migration of Django is none" },
		{ 0 },
	});
}

/* Each statement is shown, and no secret. */
Test(plan, shows_queries)
{
	make("plan_queries", "CREATE SCHEMA s; CREATE FOREIGN DATA WRAPPER w; CREATE SERVER r FOREIGN DATA WRAPPER w");
	run_rows((const struct expected[]){
		{ "db2yaml --show-queries -o have.yaml plan_queries", 0, NULL,
			" ms: BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY\ndb2yaml: sent, " },
		{ "db2yaml --show-queries -q plan_queries 2>&1 >/dev/null | grep -c '^db2yaml: sent, [0-9.]* ms: SELECT .* pg_class '",
			0, "*", NULL },
		{ "db2yaml plan_queries 2>&1 >/dev/null", 0, NULL, NULL },
		{ "sed 's/^  server r:/&\\n    user mappings:\\n      PUBLIC: {options: [user=me, password=s3cr3t]}/' have.yaml >want.yaml",
			0, NULL, NULL },
		{ "yaml2db --show-queries -u plan_queries want.yaml 2>err; grep -c s3cr3t err; grep 'CREATE USER MAPPING' err", 0,
			"0\n", NULL },
		{ 0 },
	});
	drop("plan_queries");
}
