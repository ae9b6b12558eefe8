/* The programs against a server: reading, filters, comparing, running. */
#include <string.h>

#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

static const char shop[] =
	"CREATE SCHEMA shop; CREATE SCHEMA depot;"
	"CREATE TYPE shop.mood AS ENUM ('good', 'bad');"
	"CREATE TABLE shop.item (id serial PRIMARY KEY, title text NOT NULL);"
	"CREATE TABLE shop.sale (id integer REFERENCES shop.item, mood shop.mood);"
	"CREATE VIEW shop.sold AS SELECT id FROM shop.sale;"
	"CREATE TABLE depot.item (id integer);"
	"CREATE TABLE public.loose (id integer);";

TestSuite(programs, .fini = run_cleanup);

Test(programs, reading)
{
	make("cmd_reading", shop);
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

Test(programs, filters)
{
	make("cmd_filters", shop);
	run_rows((const struct expected[]){
		{ "db2yaml -n depot cmd_filters | grep -E '^(schema|  table)'", 0, "schema depot:\n  table item:\n", NULL },
		{ "db2yaml -n depot cmd_filters | grep -cE '^schema|^extension'", 0, "2\n", NULL },
		{ "db2yaml -N shop -N public cmd_filters | grep -E '^schema'", 0, "schema depot:\n", NULL },
		{ "db2yaml -t sale cmd_filters | grep -E '^  (table|view|type|sequence) '", 0, "  table sale:\n", NULL },
		{ "db2yaml -t item cmd_filters | grep -cE '^  (table|sequence) |serial: true'", 0, "3\n", NULL },
		{ "db2yaml -T sale -T loose -T sold cmd_filters | grep -E '^  (table|view)' | sort -u", 0, "  table item:\n",
			NULL },
		{ "db2yaml --include 'depot\\..*' cmd_filters | grep -E '^[se]'", 0, "schema depot:\n", NULL },
		{ "db2yaml --include depot cmd_filters | grep -cE '^  table item'", 0, "1\n", NULL },
		{ "db2yaml --include '.*\\.s.*' cmd_filters | grep -E '^  (table|view)'", 0, "  table sale:\n  view sold:\n",
			NULL },
		{ "db2yaml --exclude shop --exclude public --exclude plpgsql cmd_filters | grep -E '^[se]'", 0, "schema depot:\n",
			NULL },
		{ "db2yaml --exclude '.*\\.item' cmd_filters | grep -c '^  table item'", 1, "0\n", NULL },
		{ "db2yaml --exclude 'shop\\.item\\.(title|item_pkey)' cmd_filters | grep -E '^ +(item_pkey|- title)'", 1, NULL, NULL },
		{ "db2yaml --exclude 'shop\\.item\\.title' cmd_filters | grep -c item_pkey", 0, "1\n", NULL },
		{ 0 },
	});
	drop("cmd_filters");
}

/* What is mistyped selects nothing, and nothing is the same everywhere. */
Test(programs, filters_that_match_nothing)
{
	make("cmd_typo", shop);
	run_rows((const struct expected[]){
		{ "db2yaml -n shpo cmd_typo", 2, NULL, "--schema \"shpo\" matches no schema; did you mean \"shop\"?" },
		{ "db2yaml cmd_typo >a.yaml; yaml2db --check -n shpo cmd_typo a.yaml", 2, NULL, "\"shpo\" matches no schema on either side; did you mean \"shop\"?" },
		{ "yaml2db -N depto cmd_typo a.yaml", 2, NULL, "--exclude-schema \"depto\" matches no schema on either side; did you mean \"depot\"?" },
		{ "yaml2db -t itme cmd_typo a.yaml", 2, NULL, "--table \"itme\" matches no table, view or sequence on either side; did you mean \"item\"?" },
		{ "yaml2db -T sael cmd_typo a.yaml", 2, NULL, "--exclude-table \"sael\" matches no table, view or sequence on either side; did you mean \"sale\"?" },
		{ "db2yaml --include 'shop\\.sale\\.x' cmd_typo", 2, NULL, "matches no object; columns, indexes and other parts come with their table: include \"shop.sale\"" },
		{ "yaml2db --include 'shop\\.sodl' cmd_typo a.yaml", 2, NULL, "--include \"shop\\.sodl\" matches no object on either side; did you mean \"shop.sold\"?" },
		{ "db2yaml --exclude 'nothing.*' cmd_typo", 2, NULL, "--exclude \"nothing.*\" matches no object or part of one" },
		{ "db2yaml --include 'shop\\.item\\.title' cmd_typo", 2, NULL, "--include \"shop\\.item\\.title\" matches no object" },
		{ "psql -XAtqd cmd_typo -c 'DROP TABLE depot.item'; yaml2db --check -t item cmd_typo a.yaml", 1, "table depot.item: missing", NULL },
		{ "psql -XAtqd cmd_typo -c 'DROP SCHEMA depot'; yaml2db --check -n depot cmd_typo a.yaml", 1, "schema depot: missing\ntable depot.item: missing", NULL },
		{ 0 },
	});
	drop("cmd_typo");
}

/* A document carries what it was limited to, so that nobody has to say it again, and nothing else is dropped by it. */
Test(programs, partial_documents_know_their_selection)
{
	make("cmd_part", shop);
	run_rows((const struct expected[]){
		{ "db2yaml -n depot cmd_part >part.yaml; sed -n '/^partial/,/^[^ p-]/p' part.yaml | head -3", 0, "partial:\n  schemas:\n  - depot\n", NULL },
		{ "yaml2db cmd_part part.yaml", 0, NULL, NULL },
		{ "yaml2db part.yaml cmd_part", 0, NULL, NULL },
		{ "yaml2db --check -n shop cmd_part part.yaml", 0, NULL, NULL },
		{ "db2yaml part.yaml | diff part.yaml -", 0, NULL, NULL },
		{ "db2yaml -m part.yaml && yaml2db -m --check cmd_part", 0, NULL, NULL },
		{ "cat part.yaml | yaml2db --check cmd_part", 0, NULL, NULL },
		{ "db2yaml --exclude 'shop\\..*' -t item cmd_part >both.yaml; yaml2db --check cmd_part both.yaml", 0, NULL, NULL },
		{ "db2yaml -n depot both.yaml >less.yaml; grep -A12 ^partial less.yaml", 0,
			"partial:\n- exclude:\n  - shop\\..*\n  tables:\n  - item\n- schemas:\n  - depot\n", NULL },
		{ "yaml2db --check cmd_part less.yaml", 0, NULL, NULL },
		{ "sed '/^partial/,/^- schemas/d;/^  - depot/d' less.yaml >true.yaml; echo 'partial: true' >>true.yaml; yaml2db cmd_part true.yaml", 2, NULL,
			"true.yaml is a part of a schema (\"partial: true\") and does not tell which" },
		{ "yaml2db --check -n depot cmd_part true.yaml", 0, NULL, NULL },
		{ "printf 'partial: {schema: [a]}\n' >bad.yaml; db2yaml bad.yaml", 2, NULL, "bad.yaml:1:11: unknown key \"schema\" of \"partial\"; did you mean \"schemas\"?" },
		{ "printf 'partial: {include: [\"(\"]}\n' >bad.yaml; yaml2db cmd_part bad.yaml", 2, NULL, "bad.yaml: partial: include \"(\": missing closing parenthesis" },
		{ 0 },
	});
	drop("cmd_part");
}

/* A pattern that backtracks without end is an error: as "no match" it would let through what it is to leave out. */
Test(programs, patterns_have_limits)
{
	make("cmd_limits", "CREATE TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (id integer)");
	run_rows((const struct expected[]){
		{ "db2yaml --exclude '.*\\.(a|a)*[^a]' cmd_limits", 2, NULL, "cannot be matched with \"public.aaaa" },
		{ 0 },
	});
	drop("cmd_limits");
}

Test(programs, comparing_with_a_filter_leaves_the_rest_alone)
{
	make("cmd_partial", shop);
	run_rows((const struct expected[]){
		{ "db2yaml -n depot cmd_partial >depot.yaml; yaml2db --check -n depot cmd_partial depot.yaml", 0, NULL, NULL },
		{ "printf 'schema depot:\\n  table item:\\n    columns:\\n    - id:\\n        type: integer\\n' >bare.yaml;"
		  "yaml2db --check -n depot cmd_partial bare.yaml", 0, NULL, NULL },
		{ "yaml2db --check -t sale cmd_partial bare.yaml", 1, "table shop.sale: not wanted\n", NULL },
		{ "yaml2db --check --include 'depot\\..*' cmd_partial bare.yaml", 0, NULL, NULL },
		{ "yaml2db --check -n shop cmd_partial bare.yaml | grep -c extension", 1, "0\n", NULL },
		{ 0 },
	});
	drop("cmd_partial");
}

/* pg_partman and its like make partitions that no document describes: keys and indexes of their table are theirs as well. */
Test(programs, keys_reach_hidden_partitions)
{
	static const char bare[] = "CREATE TABLE visit (id integer NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);"
		" CREATE TABLE visit_p1 PARTITION OF visit FOR VALUES FROM ('2020-01-01') TO ('2021-01-01'); INSERT INTO visit VALUES (1, '2020-02-03');"
		" CREATE TABLE visit_now PARTITION OF visit FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');";
	static const char keys[] = "CREATE TABLE visit (id integer NOT NULL, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);"
		" CREATE INDEX visit_day ON visit (day); CREATE TABLE visit_now PARTITION OF visit FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');"
		" CREATE TABLE note (id integer, day date, FOREIGN KEY (id, day) REFERENCES visit);";

	make("cmd_hidden", bare);
	make("cmd_hidden_keys", keys);
	run_rows((const struct expected[]){
		{ "db2yaml --exclude 'public\\.visit_p\\d+' cmd_hidden >old.yaml; db2yaml cmd_hidden_keys >new.yaml", 0, NULL, NULL },
		{ "yaml2db --exclude 'public\\.visit_p\\d+' -u --down down.sql cmd_hidden new.yaml | grep -c ONLY", 1, "0\n", "nothing differs any more" },
		{ "psql -XAtqd cmd_hidden -c 'SELECT indexrelid::regclass FROM pg_index WHERE indrelid = $$visit_p1$$::regclass ORDER BY 1'", 0,
			"visit_p1_pkey\nvisit_p1_day_idx\n", NULL },
		{ "psql -X1qd cmd_hidden -v ON_ERROR_STOP=1 -f down.sql && yaml2db --check cmd_hidden old.yaml", 0, NULL, NULL },
		/* as an earlier script may have left it: found, and made whole */
		{ "psql -X1qd cmd_hidden -c 'ALTER TABLE ONLY visit ADD CONSTRAINT visit_pkey PRIMARY KEY (id, day)' -c 'CREATE INDEX visit_day ON ONLY visit (day)'", 0, NULL, NULL },
		{ "yaml2db --check --exclude 'public\\.visit_p\\d+' cmd_hidden new.yaml", 1, "primary key visit_pkey of table public.visit: only: wanted nothing, found \"true\"\n"
			"index visit_day of table public.visit: only: wanted nothing, found \"true\"\n", NULL },
		{ "yaml2db --exclude 'public\\.visit_p\\d+' -u cmd_hidden new.yaml >script.sql; yaml2db --check --exclude 'public\\.visit_p\\d+' cmd_hidden new.yaml", 0, NULL, "*" },
		{ 0 },
	});
	drop("cmd_hidden");
	drop("cmd_hidden_keys");
}

/* What nobody asked about is not dropped, nor does a script fail on it half-way: it is named before anything is written. */
Test(programs, what_is_left_out_stands_in_the_way)
{
	make("cmd_obstacles", "CREATE SCHEMA app; CREATE SCHEMA report; CREATE TABLE app.sale (id integer PRIMARY KEY, price integer, note integer);"
		" CREATE INDEX sale_note ON app.sale (note); CREATE VIEW report.prices AS SELECT price FROM app.sale;"
		" CREATE FUNCTION app.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
		" CREATE TABLE report.line (sale integer REFERENCES app.sale); CREATE TRIGGER stamp BEFORE INSERT ON report.line FOR EACH ROW EXECUTE FUNCTION app.stamp();"
		" CREATE TABLE app.visit (day date, pages integer) PARTITION BY RANGE (day); CREATE TABLE app.visit_p1 PARTITION OF app.visit DEFAULT");
	run_rows((const struct expected[]){
		{ "db2yaml -n app cmd_obstacles >app.yaml; sed '/- price:/{n;s/integer/bigint/}' app.yaml >want.yaml; yaml2db cmd_obstacles want.yaml", 2, NULL,
			"cmd_obstacles: view report.prices, which the filter leaves out, needs column price of table app.sale, which is to be changed\n" },
		{ "sed '/function stamp/,/^  [^ ]/{/^    /d;/function/d}' app.yaml >want.yaml; yaml2db cmd_obstacles want.yaml", 2, NULL,
			"trigger stamp of table report.line, which the filter leaves out, needs function app.stamp(), which is to be dropped\n" },
		{ "sed '/primary_key/,+3d' app.yaml >want.yaml; yaml2db cmd_obstacles want.yaml", 2, NULL,
			"foreign key line_sale_fkey of table report.line, which the filter leaves out, needs primary key sale_pkey of table app.sale, which is to be dropped\n" },
		{ "db2yaml --exclude 'report|app\\.sale\\.sale_note' cmd_obstacles >part.yaml; sed '/- note:/,+1d' part.yaml >want.yaml; yaml2db --allow-data-loss cmd_obstacles want.yaml", 2, NULL,
			"index sale_note of table app.sale, which the filter leaves out, needs column note of table app.sale, which is to be dropped\n" },
		/* partitions follow their table */
		{ "db2yaml --exclude 'app\\.visit_p.*' -n app cmd_obstacles >part.yaml; sed '/- pages:/{n;s/integer/bigint/}' part.yaml >want.yaml; yaml2db -u cmd_obstacles want.yaml", 0,
			"ALTER COLUMN pages TYPE bigint", "nothing differs any more" },
		{ "sed '/table visit:/,$d' part.yaml >want.yaml; yaml2db --allow-data-loss cmd_obstacles want.yaml", 2, NULL,
			"table app.visit_p1, which the filter leaves out, needs table app.visit, which is to be dropped\n" },
		{ 0 },
	});
	drop("cmd_obstacles");
}

/* Accepted differences have a reason, and an end. */
Test(programs, ignored_differences)
{
	make("cmd_ignored", "CREATE TABLE item (id integer, price integer); COMMENT ON TABLE item IS 'by hand'; CREATE INDEX item_price ON item (price)");
	run_rows((const struct expected[]){
		{ "db2yaml cmd_ignored | sed '/description: by hand/d;/indexes:/,+3d;s/  table item:/  table item:/' >want.yaml; yaml2db --check cmd_ignored want.yaml", 1, "*", NULL },
		{ "printf 'public\\.item\\.item_price:\n  reason: a report needs it\n  until: 2999-12-31\npublic\\.item:\n  attribute: description\n  reason: others comment\n' >ignore.yaml;"
		  " yaml2db --check --ignore ignore.yaml cmd_ignored want.yaml && yaml2db --ignore ignore.yaml cmd_ignored want.yaml", 0, NULL, NULL },
		{ "sed -i '$a public\\.none:\\n  reason: gone' ignore.yaml; yaml2db --check --ignore ignore.yaml cmd_ignored want.yaml", 0, NULL,
			"warning: ignore.yaml:7: \"public.none\" matches nothing: take it out" },
		{ "sed 's/2999/2001/' ignore.yaml >old.yaml; yaml2db --check --ignore old.yaml cmd_ignored want.yaml", 2, NULL,
			"old.yaml:1:1: \"public\\.item\\.item_price\": was to be ignored until 2001-12-31, which is over" },
		{ "sed 's/2999-12/2999-13/' ignore.yaml >old.yaml; yaml2db --check --ignore old.yaml cmd_ignored want.yaml", 2, NULL, "old.yaml:3:3: \"until\": expected a day" },
		{ "sed '/reason/d' ignore.yaml >old.yaml; yaml2db --check --ignore old.yaml cmd_ignored want.yaml", 2, NULL, "needs a \"reason\"" },
		{ "printf '(:\n  reason: x\n' >old.yaml; yaml2db --check --ignore old.yaml cmd_ignored want.yaml", 2, NULL, "old.yaml:1: \"(\": missing closing parenthesis" },
		{ "yaml2db --check --ignore nowhere.yaml cmd_ignored want.yaml", 2, NULL, "nowhere.yaml: cannot be read" },
		{ 0 },
	});
	drop("cmd_ignored");
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
	make("cmd_states", "CREATE TABLE r (id integer PRIMARY KEY); CREATE TABLE f (r_id integer CONSTRAINT key REFERENCES r, n integer, u integer UNIQUE DEFERRABLE);"
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
		cr_assert(server_run("cmd_states", "UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'p1'::regclass", &error), "%s",
			error ? error->message : "");
		run_rows((const struct expected[]){ { "db2yaml cmd_states", 3, NULL, "unfinished DETACH PARTITION of table public.p1" }, { 0 } });
	}
	drop("cmd_states");
}

/* Nothing that a database or role sets for its sessions makes a script do otherwise. */
Test(programs, settings_of_a_database)
{
	make("cmd_set", "CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;"
		" ALTER DATABASE cmd_set SET default_table_access_method = other; ALTER DATABASE cmd_set SET standard_conforming_strings = off;"
		" ALTER DATABASE cmd_set SET search_path = 'nowhere'; ALTER DATABASE cmd_set SET \"TimeZone\" = 'Asia/Tokyo';"
		" ALTER DATABASE cmd_set SET \"DateStyle\" = 'German'; ALTER DATABASE cmd_set SET \"IntervalStyle\" = 'iso_8601'");
	make("cmd_unset", "CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;"
		" CREATE TABLE t (id integer, s text DEFAULT E'a\\\\b', at timestamptz DEFAULT '2020-02-03 04:05:06+00', d date DEFAULT '2020-02-03', i interval DEFAULT '1 day 2 hours');"
		" CREATE TABLE o (id integer) USING other; COMMENT ON TABLE t IS E'back\\\\slash'");
	run_rows((const struct expected[]){
		{ "db2yaml cmd_unset >want.yaml; yaml2db -o up cmd_set want.yaml && psql -Xq -v ON_ERROR_STOP=1 -d cmd_set -f up -o /dev/null", 0, NULL, NULL },
		{ "yaml2db --check cmd_set want.yaml; db2yaml cmd_set | diff - want.yaml", 0, NULL, NULL },
		{ 0 },
	});
	drop("cmd_set");
	drop("cmd_unset");
}

/* Rows that policies hide, even from the owner who runs the script, are not lost with the table that is put aside. */
Test(programs, hidden_rows_are_not_lost)
{
	static const char role[] = "DO $$ BEGIN IF to_regrole('keeper') IS NULL THEN CREATE ROLE keeper LOGIN; END IF; END $$; CREATE SCHEMA s AUTHORIZATION keeper;";
	static const char hidden[] = "ALTER TABLE s.t OWNER TO keeper; ALTER TABLE s.t ENABLE ROW LEVEL SECURITY; ALTER TABLE s.t FORCE ROW LEVEL SECURITY;"
		" CREATE POLICY p ON s.t USING (id > 1)";
	g_autofree char *have = g_strdup_printf("%s CREATE TABLE s.t (id integer); INSERT INTO s.t VALUES (1), (2); %s", role, hidden);
	g_autofree char *want = g_strdup_printf("%s CREATE TABLE s.t (id integer) PARTITION BY LIST (id); CREATE TABLE s.d PARTITION OF s.t DEFAULT; ALTER TABLE s.d OWNER TO keeper; %s",
		role, hidden);

	make("cmd_hidden", have);
	make("cmd_parted", want);
	run_rows((const struct expected[]){
		{ "db2yaml cmd_parted >want.yaml; yaml2db -o up cmd_hidden want.yaml", 0, NULL, "*" },
		{ "grep -v FORCE up >kept; psql -1Xq -U keeper -v ON_ERROR_STOP=1 -d cmd_hidden -f kept -o /dev/null", 3, NULL, "row-level security" },
		{ "psql -1Xq -U keeper -v ON_ERROR_STOP=1 -d cmd_hidden -f up -o /dev/null; yaml2db --check cmd_hidden want.yaml", 0, NULL, NULL },
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
	static const char objects[] = "CREATE TABLE t (id integer); CREATE VIEW v AS SELECT id FROM t; CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';"
		" CREATE TYPE e AS ENUM ('a'); CREATE SCHEMA s; CREATE DOMAIN d AS integer; CREATE SEQUENCE sq;"
		" INSERT INTO pg_seclabel SELECT 't'::regclass, 'pg_class'::regclass, 0, provider, label FROM (VALUES ('one', 'kept'), ('two', ";
	g_autofree char *have = g_strdup_printf("SET allow_system_table_mods = on; %s'it''s old')) x (provider, label);"
		" INSERT INTO pg_seclabel VALUES ('v'::regclass, 'pg_class'::regclass, 1, 'one', 'gone'), ('f'::regproc, 'pg_proc'::regclass, 0, 'Odd \"name', 'gone')", objects);
	g_autofree char *want = g_strdup_printf("SET allow_system_table_mods = on; %s'it''s new')) x (provider, label);"
		" INSERT INTO pg_seclabel VALUES ('t'::regclass, 'pg_class'::regclass, 1, 'one', 'a=b'), ('e'::regtype, 'pg_type'::regclass, 0, 'one', 'enum'),"
		" ('s'::regnamespace, 'pg_namespace'::regclass, 0, 'one', 'schema'), ('d'::regtype, 'pg_type'::regclass, 0, 'one', 'domain'),"
		" ('sq'::regclass, 'pg_class'::regclass, 0, 'one', 'sequence')", objects);

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
			"SECURITY LABEL FOR one ON COLUMN public.v.id IS NULL;\n", NULL },
		{ "yaml2db --check cmd_labelled want.yaml", 1, "table public.t: security_labels: wanted \"one=kept, two=it's new\"", "*" },
		{ 0 },
	});
	drop("cmd_labelled");
	drop("cmd_relabelled");
}

Test(programs, check_tells_differences)
{
	make("cmd_check", "CREATE TABLE t (id integer, gone text); COMMENT ON TABLE t IS 'old'");
	run_file("want.yaml",
		"schema public:\n  table t:\n    description: new\n    columns:\n    - id:\n        type: bigint\n    - extra:\n        type: text\n"
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
	make("cmd_have", "CREATE TABLE t (id integer, gone text); CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE old (id integer); GRANT SELECT, INSERT ON t TO PUBLIC");
	make("cmd_want", "CREATE TABLE t (id integer); CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE VIEW v AS SELECT 1 AS one; GRANT SELECT, UPDATE ON t TO PUBLIC");
	run_rows((const struct expected[]){
		{ "yaml2db --check cmd_have cmd_want | tail -n 1", 0, "1 to add, 2 to change, 2 to drop\n", NULL },
		{ "yaml2db --check cmd_have cmd_want", 1, "labels: + c\n", NULL },
		{ "yaml2db --check cmd_have cmd_want", 1, "privileges: + PUBLIC: update; - PUBLIC: insert\n", NULL },
		{ "yaml2db --check -q cmd_have cmd_want | grep -c 'to add'", 1, "0\n", NULL },
		{ "yaml2db --check cmd_have cmd_have", 0, NULL, NULL },
		{ "yaml2db --check --down down --allow-data-loss cmd_have cmd_want | grep -c '^SET'", 1, "0\n", "*" },
		{ "yaml2db --check --up up --down down --allow-data-loss cmd_have cmd_want", 1, "to drop\n", "*" },
		{ "psql -Xq1 -v ON_ERROR_STOP=1 -d cmd_have -f up -o /dev/null && yaml2db --check cmd_have cmd_want", 0, NULL, NULL },
		{ "yaml2db --check --up none cmd_have cmd_want && wc -c <none", 0, "0\n", NULL },
		{ 0 },
	});
	drop("cmd_have");
	drop("cmd_want");
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
		{ "sed -n '3,5p' up", 0, "-- 1 to add, 1 to drop\n-- to be run by: psql -X -1 -v ON_ERROR_STOP=1 -d cmd_have -f FILE\n-- data loss: column gone ", NULL },
		{ "head -n 1 down", 0, ": from want.yaml to cmd_have, the way back\n", NULL },
		{ "yaml2db --allow-data-loss cmd_have want.yaml 2>/dev/null | diff - up", 0, NULL, NULL },
		{ "yaml2db --allow-data-loss have.yaml want.yaml 2>/dev/null | grep -v '^--' >offline; grep -v '^--' up | diff - offline", 0, NULL, NULL },
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
			"not to be run in one transaction, as by psql -1: what \"ALTER TYPE public.mood ADD VALUE 'bad'" },
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
		"schema public:\n  table a:\n    columns:\n    - id:\n        type: integer\n  table t:\n    columns:\n    - id:\n        type: integer\n"
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
		"BEGIN; ALTER TABLE t RENAME before TO after; DO $$ BEGIN FOR i IN 1..2000 LOOP PERFORM pg_sleep(0.01), pg_stat_clear_snapshot();"
		" EXIT WHEN EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'); END LOOP; END $$; COMMIT;\n");
	run_file("locked.sql",
		"DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_locks WHERE relation = 't'::regclass AND mode = 'AccessExclusiveLock') LOOP"
		" PERFORM pg_sleep(0.01); END LOOP; END $$\n");
	run_rows((const struct expected[]){
		{ "psql -Xq -d cmd_changing -f change.sql >changed 2>&1 & psql -Xq -d cmd_changing -f locked.sql && db2yaml cmd_changing >a.yaml; wait; cat changed",
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
