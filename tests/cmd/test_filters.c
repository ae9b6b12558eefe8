/* What is compared, and what is left out: filters, partial documents, accepted differences. */
#include <string.h>

#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

TestSuite(filters, .fini = run_cleanup);

Test(filters, options)
{
	make("cmd_filters", shop_schema);
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
		{ "db2yaml --exclude 'shop\\.item\\.(title|item_pkey)' cmd_filters | grep -E '^ +(item_pkey|- title)'", 1, NULL,
			NULL },
		{ "db2yaml --exclude 'shop\\.item\\.title' cmd_filters | grep -c item_pkey", 0, "1\n", NULL },
		{ 0 },
	});
	drop("cmd_filters");
}

/* What is mistyped selects nothing, and nothing is the same everywhere. */
Test(filters, ones_that_match_nothing)
{
	make("cmd_typo", shop_schema);
	run_rows((const struct expected[]){
		{ "db2yaml -n shpo cmd_typo", 2, NULL, "--schema \"shpo\" matches no schema; did you mean \"shop\"?" },
		{ "db2yaml cmd_typo >a.yaml; yaml2db --check -n shpo cmd_typo a.yaml", 2, NULL,
			"\"shpo\" matches no schema on either side; did you mean \"shop\"?" },
		{ "yaml2db -N depto cmd_typo a.yaml", 2, NULL,
			"--exclude-schema \"depto\" matches no schema on either side; did you mean \"depot\"?" },
		{ "yaml2db -t itme cmd_typo a.yaml", 2, NULL,
			"--table \"itme\" matches no table, view or sequence on either side; did you mean \"item\"?" },
		{ "yaml2db -T sael cmd_typo a.yaml", 2, NULL,
			"--exclude-table \"sael\" matches no table, view or sequence on either side; did you mean \"sale\"?" },
		{ "db2yaml --include 'shop\\.sale\\.x' cmd_typo", 2, NULL,
			"matches no object; columns, indexes and other parts come with their table: include \"shop.sale\"" },
		{ "yaml2db --include 'shop\\.sodl' cmd_typo a.yaml", 2, NULL,
			"--include \"shop\\.sodl\" matches no object on either side; did you mean \"shop.sold\"?" },
		{ "db2yaml --exclude 'nothing.*' cmd_typo", 2, NULL, "--exclude \"nothing.*\" matches no object or part of one" },
		{ "db2yaml --include 'shop\\.item\\.title' cmd_typo", 2, NULL,
			"--include \"shop\\.item\\.title\" matches no object" },
		{ "psql -XAtqd cmd_typo -c 'DROP TABLE depot.item'; yaml2db --check -t item cmd_typo a.yaml", 1,
			"table depot.item: missing", NULL },
		{ "psql -XAtqd cmd_typo -c 'DROP SCHEMA depot'; yaml2db --check -n depot cmd_typo a.yaml", 1,
			"schema depot: missing\ntable depot.item: missing", NULL },
		{ 0 },
	});
	drop("cmd_typo");
}

/* A document carries what it was limited to, so that nobody has to say it again, and nothing else is dropped by it. */
Test(filters, partial_documents_know_their_selection)
{
	make("cmd_part", shop_schema);
	run_rows((const struct expected[]){
		{ "db2yaml -n depot cmd_part >part.yaml; sed -n '/^partial/,/^[^ p-]/p' part.yaml | head -3", 0,
			"partial:\n  schemas:\n  - depot\n", NULL },
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
		{ "sed '/^partial/,/^- schemas/d;/^  - depot/d' less.yaml >true.yaml; echo 'partial: true' >>true.yaml; yaml2db "
		  "cmd_part true.yaml",
			2, NULL, "true.yaml describes a part of a schema (\"partial: true\") and does not tell which" },
		{ "yaml2db --check -n depot cmd_part true.yaml", 0, NULL, NULL },
		{ "printf 'partial: {schema: [a]}\n' >bad.yaml; db2yaml bad.yaml", 2, NULL,
			"bad.yaml:1:11: unknown key \"schema\" of \"partial\"; did you mean \"schemas\"?" },
		{ "printf 'partial: {include: [\"(\"]}\n' >bad.yaml; yaml2db cmd_part bad.yaml", 2, NULL,
			"bad.yaml: partial: include \"(\": missing closing parenthesis" },
		{ 0 },
	});
	drop("cmd_part");
}

/* A pattern that backtracks without end is an error: as "no match" it would let through what it is to leave out. */
Test(filters, patterns_have_limits)
{
	make("cmd_limits", "CREATE TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (id integer)");
	run_rows((const struct expected[]){
		{ "db2yaml --exclude '.*\\.(a|a)*[^a]' cmd_limits", 2, NULL, "cannot be matched with \"public.aaaa" },
		{ 0 },
	});
	drop("cmd_limits");
}

Test(filters, comparing_with_a_filter_leaves_the_rest_alone)
{
	make("cmd_partial", shop_schema);
	run_rows((const struct expected[]){
		{ "db2yaml -n depot cmd_partial >depot.yaml; yaml2db --check -n depot cmd_partial depot.yaml", 0, NULL, NULL },
		{ "printf 'schema depot:\\n  table item:\\n    columns:\\n    - id:\\n        type: integer\\n' >bare.yaml;"
		  "yaml2db --check -n depot cmd_partial bare.yaml",
			0, NULL, NULL },
		{ "yaml2db --check -t sale cmd_partial bare.yaml", 1, "table shop.sale: not wanted\n", NULL },
		{ "yaml2db --check --include 'depot\\..*' cmd_partial bare.yaml", 0, NULL, NULL },
		{ "yaml2db --check -n shop cmd_partial bare.yaml | grep -c extension", 1, "0\n", NULL },
		{ 0 },
	});
	drop("cmd_partial");
}

/* pg_partman and its like make partitions that no document describes: keys and indexes of their table are theirs as well. */
Test(filters, keys_reach_hidden_partitions)
{
	static const char bare[] =
		"CREATE TABLE visit (id integer NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);"
		" CREATE TABLE visit_p1 PARTITION OF visit FOR VALUES FROM ('2020-01-01') TO ('2021-01-01'); INSERT INTO visit "
		"VALUES (1, '2020-02-03');"
		" CREATE TABLE visit_now PARTITION OF visit FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');";
	static const char keys[] =
		"CREATE TABLE visit (id integer NOT NULL, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);"
		" CREATE INDEX visit_day ON visit (day); CREATE TABLE visit_now PARTITION OF visit FOR VALUES FROM ('2022-01-01') "
		"TO ('2023-01-01');"
		" CREATE TABLE note (id integer, day date, FOREIGN KEY (id, day) REFERENCES visit);";

	make("cmd_partitions", bare);
	make("cmd_partitions_keys", keys);
	run_rows((const struct expected[]){
		{ "db2yaml --exclude 'public\\.visit_p\\d+' cmd_partitions >old.yaml; db2yaml cmd_partitions_keys >new.yaml", 0,
			NULL, NULL },
		{ "yaml2db --exclude 'public\\.visit_p\\d+' -u --down down.sql cmd_partitions new.yaml | grep -c ONLY", 1, "0\n",
			"no difference any more" },
		{ "psql -XAtqd cmd_partitions -c 'SELECT indexrelid::regclass FROM pg_index WHERE indrelid = "
		  "$$visit_p1$$::regclass ORDER BY 1'",
			0, "visit_p1_pkey\nvisit_p1_day_idx\n", NULL },
		{ "psql -X1qd cmd_partitions -v ON_ERROR_STOP=1 -f down.sql && yaml2db --check cmd_partitions old.yaml", 0, NULL,
			NULL },
		/* as an earlier script may have left it: found, and made whole */
		{ "psql -X1qd cmd_partitions -c 'ALTER TABLE ONLY visit ADD CONSTRAINT visit_pkey PRIMARY KEY (id, day)' -c "
		  "'CREATE INDEX visit_day ON ONLY visit (day)'",
			0, NULL, NULL },
		{ "yaml2db --check --exclude 'public\\.visit_p\\d+' cmd_partitions new.yaml", 1,
			"primary key visit_pkey of table public.visit: only: wanted nothing, found \"true\"\n"
			"index visit_day of table public.visit: only: wanted nothing, found \"true\"\n",
			NULL },
		{ "yaml2db --exclude 'public\\.visit_p\\d+' -u cmd_partitions new.yaml >script.sql; yaml2db --check --exclude "
		  "'public\\.visit_p\\d+' cmd_partitions new.yaml",
			0, NULL, "*" },
		{ 0 },
	});
	drop("cmd_partitions");
	drop("cmd_partitions_keys");
}

/* What nobody asked about is not dropped, nor does a script fail on it half-way: it is named before anything is written. */
Test(filters, what_is_left_out_stands_in_the_way)
{
	make("cmd_obstacles",
		"CREATE SCHEMA app; CREATE SCHEMA report; CREATE TABLE app.sale (id integer PRIMARY KEY, price integer, note "
		"integer);"
		" CREATE INDEX sale_note ON app.sale (note); CREATE VIEW report.prices AS SELECT price FROM app.sale;"
		" CREATE FUNCTION app.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
		" CREATE TABLE report.line (sale integer REFERENCES app.sale); CREATE TRIGGER stamp BEFORE INSERT ON report.line "
		"FOR EACH ROW EXECUTE FUNCTION app.stamp();"
		" CREATE TABLE app.visit (day date, pages integer) PARTITION BY RANGE (day); CREATE TABLE app.visit_p1 PARTITION "
		"OF app.visit DEFAULT");
	run_rows((const struct expected[]){
		{ "db2yaml -n app cmd_obstacles >app.yaml; sed '/- price:/{n;s/integer/bigint/}' app.yaml >want.yaml; yaml2db "
		  "cmd_obstacles want.yaml",
			2, NULL,
			"cmd_obstacles: view report.prices, which the filter leaves out, needs column price of table app.sale, "
			"which is to be changed\n" },
		{ "sed '/function stamp/,/^  [^ ]/{/^    /d;/function/d}' app.yaml >want.yaml; yaml2db cmd_obstacles want.yaml", 2,
			NULL,
			"trigger stamp of table report.line, which the filter leaves out, needs function app.stamp(), which is to "
			"be dropped\n" },
		{ "sed '/primary_key/,+3d' app.yaml >want.yaml; yaml2db cmd_obstacles want.yaml", 2, NULL,
			"foreign key line_sale_fkey of table report.line, which the filter leaves out, needs primary key "
			"sale_pkey of table app.sale, which is to be dropped\n" },
		{ "db2yaml --exclude 'report|app\\.sale\\.sale_note' cmd_obstacles >part.yaml; sed '/- note:/,+1d' part.yaml "
		  ">want.yaml; yaml2db --allow-data-loss cmd_obstacles want.yaml",
			2, NULL,
			"index sale_note of table app.sale, which the filter leaves out, needs column note of table app.sale, "
			"which is to be dropped\n" },
		/* partitions follow their table */
		{ "db2yaml --exclude 'app\\.visit_p.*' -n app cmd_obstacles >part.yaml; sed '/- pages:/{n;s/integer/bigint/}' "
		  "part.yaml >want.yaml; yaml2db -u cmd_obstacles want.yaml",
			0, "ALTER COLUMN pages TYPE bigint", "no difference any more" },
		{ "sed '/table visit:/,$d' part.yaml >want.yaml; yaml2db --allow-data-loss cmd_obstacles want.yaml", 2, NULL,
			"table app.visit_p1, which the filter leaves out, needs table app.visit, which is to be dropped\n" },
		{ 0 },
	});
	drop("cmd_obstacles");
}

/* Accepted differences have a reason, and an end. */
Test(filters, ignored_differences)
{
	make("cmd_ignored",
		"CREATE TABLE item (id integer, price integer); COMMENT ON TABLE item IS 'by hand'; CREATE INDEX item_price ON "
		"item (price)");
	run_rows((const struct expected[]){
		{ "db2yaml cmd_ignored | sed '/description: by hand/d;/indexes:/,+3d;s/  table item:/  table item:/' >want.yaml; "
		  "yaml2db --check cmd_ignored want.yaml",
			1, "*", NULL },
		{ "printf 'public\\.item\\.item_price:\n  reason: a report needs it\n  until: 2999-12-31\npublic\\.item:\n  "
		  "attribute: description\n  reason: others comment\n' >ignore.yaml;"
		  " yaml2db --check --ignore ignore.yaml cmd_ignored want.yaml && yaml2db --ignore ignore.yaml cmd_ignored "
		  "want.yaml",
			0, NULL, NULL },
		{ "sed -i '$a public\\.none:\\n  reason: gone' ignore.yaml; yaml2db --check --ignore ignore.yaml cmd_ignored "
		  "want.yaml",
			0, NULL, "warning: ignore.yaml:7: \"public.none\" matches nothing: take it out" },
		{ "sed 's/2999/2001/' ignore.yaml >old.yaml; yaml2db --check --ignore old.yaml cmd_ignored want.yaml", 2, NULL,
			"old.yaml:1:1: \"public\\.item\\.item_price\": was to be ignored until 2001-12-31, which has passed" },
		{ "sed 's/2999-12/2999-13/' ignore.yaml >old.yaml; yaml2db --check --ignore old.yaml cmd_ignored want.yaml", 2,
			NULL, "old.yaml:3:3: \"until\": expected a day" },
		{ "sed '/reason/d' ignore.yaml >old.yaml; yaml2db --check --ignore old.yaml cmd_ignored want.yaml", 2, NULL,
			"needs a \"reason\"" },
		{ "printf '(:\n  reason: x\n' >old.yaml; yaml2db --check --ignore old.yaml cmd_ignored want.yaml", 2, NULL,
			"old.yaml:1: \"(\": missing closing parenthesis" },
		{ "yaml2db --check --ignore nowhere.yaml cmd_ignored want.yaml", 2, NULL, "nowhere.yaml: cannot be read" },
		{ 0 },
	});
	drop("cmd_ignored");
}
