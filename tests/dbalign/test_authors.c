/* Changes that dbalign writes: from schema differences and from reference data, applied and taken back by the runner itself. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

TestSuite(authors, .fini = run_cleanup);

static const char first[] =
	"omitted: [owners, privileges]\nschema app:\n  type mood:\n    labels: [ok]\n  table country:\n    columns:\n"
	"    - id: {type: integer, not_null: true, identity: always}\n    - code: {type: text, not_null: true}\n"
	"    primary_key: {country_pkey: {columns: [id]}}\n    unique_constraints: {country_code_key: {columns: [code]}}\n"
	"    triggers: {seen: {timing: before, events: [insert], level: row, procedure: app.seen}}\n"
	"  function seen(): {language: plpgsql, returns: trigger, source: 'BEGIN PERFORM FROM country; RETURN new; END'}\n";

Test(authors, from_difference_to_database)
{
	make("authors", "ALTER DATABASE authors SET search_path = app");
	run_file("1.yaml", first);
	run_rows((const struct expected[]){
		{ "dbalign init shop && mv 1.yaml shop && echo 'schemas: [app]' >>shop/project.yaml", 0, "shop\n", NULL },
		{ "cd shop && dbalign new first --from authors", 1, NULL, "--from and --to go together" },
		{ "cd shop && dbalign new first --from authors --to nowhere.yaml", 1, NULL, "nowhere.yaml" },
		{ "cd shop && dbalign new first -O -x --from authors --to 1.yaml && dbalign lint && dbalign -q apply -d authors", 0,
			"00001_first\n", NULL },
		{ "cd shop && dbalign new again -O -x --from authors --to 1.yaml", 1, NULL,
			"nothing differs between authors and 1.yaml" },
		{ "cd shop && sed -e 's/labels: .ok/&, sad/' -e \"s/    primary_key/    - m: {type: app.mood, default: "
		  "\\\"'sad'::app.mood\\\"}\\n&/\" 1.yaml >2.yaml && "
		  "dbalign new second -O -x --from 1.yaml --to 2.yaml && dbalign lint && dbalign -q apply -d authors",
			0, "00002_second_labels\n00003_second\n", NULL },
		{ "cd shop && printf 'schema: app\\ntable: country\\nkey: [code]\\nrows:\\n- {code: CH, m: sad}\\n' "
		  ">data/country.yaml && dbalign data check -d authors",
			10, "./data/country.yaml:5:3: app.country code=CH: missing\n", NULL },
		{ "cd shop && dbalign --json data check -d authors", 10,
			"{\n  \"differences\": 1,\n  \"rows\": [\n    \"./data/country.yaml:5:3: app.country code=CH: missing\"\n "
			" ]\n}\n",
			NULL },
		{ "cd shop && dbalign data diff rows -d authors && dbalign lint && dbalign -q apply -d authors && dbalign data "
		  "check -d authors",
			0, "00004_rows\nthe rows are as they are listed\n", NULL },
		{ "cd shop && dbalign data diff more -d authors && ls build", 0,
			"the rows are as they are listed: there is no change to write\n00001_first.sql\n00002_second_labels.sql\n"
			"00003_second.sql\n00004_rows.sql\n",
			NULL },
		{ "cd shop && dbalign data sync -d authors", 1, NULL, "expected `data diff SLUG` or `data check`, found \"sync\"" },
		{ "cd shop && dbalign data check", 1, NULL, "which database?" },
		{ "cd shop && dbalign data check -d authors data/none.yaml", 2, NULL, "data/none.yaml: cannot be read" },
		{ "cd shop && dbalign -q down --to 0 -d authors && psql -X -Atd authors -c \"SELECT to_regnamespace('app') IS "
		  "NULL\"",
			0, "t\n", NULL },
		{ 0 },
	});
	drop("authors");
}

/* A column that comes back is the last one; the schema is what it was all the same. */
Test(authors, dropped_column_comes_back)
{
	make("authors_back", "SELECT");
	run_file("1.yaml",
		"omitted: [owners, privileges]\nschema public:\n  table t:\n    columns:\n    - a: {type: text}\n    - b: {type: "
		"text}\n");
	run_file("2.yaml", "omitted: [owners, privileges]\nschema public:\n  table t:\n    columns:\n    - b: {type: text}\n");
	run_rows((const struct expected[]){
		{ "dbalign init shop && mv [12].yaml shop && cd shop && dbalign new one -O -x --from authors_back --to 1.yaml && "
		  "dbalign -q new two --from 1.yaml --to 2.yaml",
			0, "shop\n00001_one\n00002_two\n", NULL },
		{ "cd shop && dbalign -q apply -d authors_back", 14, NULL, "00002_two loses data" },
		{ "cd shop && dbalign -q apply -d authors_back --allow-data-loss && dbalign -q down --to 1 -d authors_back && "
		  "dbalign -q drift -d authors_back",
			0, "*", NULL },
		{ "cd shop && dbalign -q apply -d authors_back --allow-data-loss && dbalign -q down --to 0 -d authors_back", 0, "*",
			NULL },
		{ 0 },
	});
	drop("authors_back");
}

/* No update leads an extension back: the change says that there is no way back, instead of having a rollback that fails. */
Test(authors, extension_without_way_back)
{
	make("authors_extension", "CREATE EXTENSION pg_stat_statements VERSION '1.8'");
	run_rows((const struct expected[]){
		{ "dbalign init shop && cd shop && db2yaml authors_extension >1.yaml && sed 's/1\\.8/1.9/' 1.yaml >2.yaml", 0,
			"shop\n", NULL },
		{ "cd shop && dbalign -q new stats --from authors_extension --to 2.yaml && grep -h irreversible build/*; ls "
		  "rollback",
			0, "00001_stats\n-- irreversible: no update leads extension pg_stat_statements back from 1.9 to 1.8\n",
			NULL },
		{ "cd shop && dbalign lint", 0, "*", "*" },
		{ 0 },
	});
	drop("authors_extension");
}

/* Each transaction of an online plan is a change; those outside of any are marked. From each the way back leads to what was before. */
Test(authors, online)
{
	make("authors_online", "CREATE TABLE t (id integer, a integer); INSERT INTO t SELECT n, n FROM generate_series(1, 9) n");
	make("authors_online_want",
		"CREATE TABLE t (id integer, a integer, CONSTRAINT c CHECK (a > 0)); CREATE INDEX t_a ON t (a); CREATE TABLE n (id integer)");
	run_rows((const struct expected[]){
		{ "dbalign init shop >init; cd shop && dbalign new one --online", 1, NULL,
			"--online is for changes that --from and --to write" },
		{ "cd shop && dbalign new one --scratch auto --from authors_online --to authors_online_want", 1, NULL,
			"--scratch goes with --online" },
		{ "db2yaml authors_online >before.yaml; cd shop && dbalign new one --online --from authors_online --to authors_online_want && "
		  "dbalign lint",
			0, "00001_one_1\n00002_one_2\n00003_one_3\n", NULL },
		{ "cd shop && grep -l '^-- transaction: no' build/* && cat rollback/* | grep -v '^SET' | grep -v '^--' | grep .", 0,
			"build/00003_one_3.sql\nALTER TABLE public.t DROP CONSTRAINT c;\nDROP TABLE public.n;\n"
			"ALTER TABLE public.t DROP CONSTRAINT c;\nALTER TABLE public.t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;\n"
			"DROP INDEX public.t_a;\n",
			NULL },
		{ "cd shop && dbalign -q apply --to 2 -d authors_online >applied; dbalign -q down --to 0 -d authors_online >down; db2yaml "
		  "authors_online | diff ../before.yaml -",
			0, "", NULL },
		{ "cd shop && dbalign -q apply -d authors_online >applied; yaml2db --check -O -x authors_online authors_online_want",
			0, NULL, NULL },
		{ "cd shop && dbalign -q down --to 0 -d authors_online >down; db2yaml authors_online | diff ../before.yaml -", 0,
			"", NULL },
		{ "dbalign init nowhere >init; cd nowhere && dbalign new one --online --scratch host=/nowhere --from authors_online --to "
		  "authors_online_want && grep -c '^-- irreversible: ' build/00001*",
			0, "00001_one_1\n00002_one_2\n00003_one_3\n1\n", "the changes have no way back: " },
		{ 0 },
	});
	drop("authors_online");
	drop("authors_online_want");
}
