/* dbaugment: audit columns. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

TestSuite(augment, .fini = run_cleanup);

static const char films[] =
	"CREATE TABLE film (id integer); CREATE FUNCTION own() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
	"CREATE TRIGGER own BEFORE INSERT ON film FOR EACH ROW EXECUTE FUNCTION own(); CREATE TABLE genre (x integer, "
	"created_date text);"
	"CREATE SCHEMA s; CREATE TABLE s.\"Odd table with a name that is very, very, very, very, very long\" (a integer);"
	"CREATE TABLE s.t (a integer, modified_timestamp date); CREATE VIEW dear AS SELECT id FROM film;";

static const char everything[] =
	"augmenter:\n  columns:\n    created_by_user: {name: Creator}\n    added: {type: varchar(9), default: \"'x'::character "
	"varying\"}\n"
	"  audit_columns:\n    own: {columns: [added, modified_timestamp], triggers: [stamp]}\n"
	"  function_segments:\n    tail: |-\n      NEW.{{modified_timestamp}} = now();\n        RETURN NEW;\n"
	"  functions:\n    stamp_it():\n      description: Stamps {{modified_timestamp}}\n      language: plpgsql\n      returns: "
	"trigger\n      source: |-\n        BEGIN\n          {{tail}}\n        END\n"
	"  triggers:\n    stamp: {name: stamp, timing: before, level: row, events: [update], procedure: stamp_it()}\n"
	"schema public:\n  table film:\n    audit_columns: default\n  table genre:\n    audit_columns: created_date_only\n"
	"schema s:\n  table Odd table with a name that is very, very, very, very, very long:\n    audit_columns: full\n  table "
	"t:\n    audit_columns: own\n";

Test(augment, added_once_and_taken_away)
{
	make("cmd_augment", films);
	run_file("all.yaml", everything);
	run_rows((const struct expected[]){
		{ "db2yaml cmd_augment >before && dbaugment cmd_augment all.yaml >after.yaml && dbaugment cmd_augment <all.yaml | "
		  "diff after.yaml - && dbaugment after.yaml all.yaml | diff after.yaml -",
			0, NULL, NULL },
		{ "dbaugment --check cmd_augment all.yaml", 1, "trigger film_20_audit_default of table public.film: missing\n",
			NULL },
		{ "dbaugment --up up --down down cmd_augment all.yaml && psql -Xq -v ON_ERROR_STOP=1 -d cmd_augment -f up && "
		  "dbaugment --check cmd_augment all.yaml",
			0, NULL, "column modified_timestamp of table s.t becomes timestamp with time zone" },
		{ "db2yaml cmd_augment | diff after.yaml - && dbaugment --up - cmd_augment all.yaml", 0, NULL, NULL },
		{ "grep -c 'Stamps modified_timestamp$' after.yaml; grep -c '^ *NEW.modified_timestamp = now();$' after.yaml; "
		  "grep -c 'OLD.\"Creator\";$' after.yaml",
			0, "1\n1\n1\n", NULL },
		/* they work: by INSERT too, and with what a session sets */
		{ "psql -AXtq -v ON_ERROR_STOP=1 -d cmd_augment -c 'INSERT INTO film VALUES (1)' -c 'SELECT modified_by_user = "
		  "session_user, modified_timestamp > now() - interval $$1h$$ FROM film'"
		  " -c \"INSERT INTO s.\\\"Odd table with a name that is very, very, very, very, very long\\\" VALUES (1)\" -c "
		  "\"SET pyrseas.audit_user = 'alice'\" -c \"SET pyrseas.audit_ip_address = '10.0.0.1'\""
		  " -c \"SET search_path = 'public'\" -c 'UPDATE s.\"Odd table with a name that is very, very, very, very, very "
		  "long\" SET a = 2'"
		  " -c 'SELECT \"Creator\" = session_user, modified_by_user, modified_by_ip_address FROM s.\"Odd table with a "
		  "name that is very, very, very, very, very long\"'",
			0, "t|t\nt|alice|10.0.0.1\n", NULL },
		{ "psql -X1q -v ON_ERROR_STOP=1 -d cmd_augment -f down && db2yaml cmd_augment | diff before -", 0, NULL, NULL },
		/* a NOT NULL column without a default is nothing for a table with rows */
		{ "dbaugment -u cmd_augment all.yaml", 2, "*",
			"fails if table public.film has rows: column modified_by_user is NOT NULL without a default; it has 1 row" },
		{ "echo '{augmenter: {columns: {modified_timestamp: {using: now()}, modified_by_user: {using: \"$$?$$\"}}}, "
		  "schema public: {table film: {audit_columns: default}}}' >used.yaml;"
		  " dbaugment -q -u cmd_augment used.yaml && psql -AXtqd cmd_augment -c 'SELECT modified_by_user FROM film'; "
		  "dbaugment -q --check cmd_augment used.yaml",
			0, "DEFAULT;\n\n?\n", NULL },
		{ "psql -Xqd cmd_augment -c 'TRUNCATE film, s.\"Odd table with a name that is very, very, very, very, very long\"'",
			0, NULL, NULL },
		{ "dbaugment -u cmd_augment all.yaml && db2yaml cmd_augment | diff after.yaml -", 0, "*", "changes applied" },
		{ "dbaugment -q --remove -u cmd_augment all.yaml", 2, NULL,
			"data loss: column modified_by_user of table public.film is dropped" },
		{ "dbaugment -q --remove -u --allow-data-loss cmd_augment all.yaml && dbaugment --remove --check cmd_augment "
		  "all.yaml",
			0, "*", NULL },
		{ "db2yaml cmd_augment | grep -cE 'audit|modified|stamp'", 1, "0\n", NULL },
		{ "db2yaml cmd_augment | grep -c 'own:$'", 0, "1\n", NULL },
		{ 0 },
	});
	drop("cmd_augment");
}

Test(augment, mistakes)
{
	make("cmd_augment_wrong", films);
	run_file("of.sh", "printf \"$1\" | dbaugment -O -x cmd_augment_wrong\n");
	run_rows((const struct expected[]){
		{ "sh of.sh 'schema public:\\n  table flim:\\n    audit_columns: default\\n'", 2, NULL,
			"dbaugment: standard input:3:20: cmd_augment_wrong has no table public.flim; did you mean \"table film\"?" },
		{ "sh of.sh 'schema pub:\\n  table film:\\n    audit_columns: default\\n'", 2, NULL,
			"has no schema pub; did you mean \"schema public\"?" },
		{ "sh of.sh 'schema public:\\n  table film:\\n    audit_columns: defalt\\n'", 2, NULL,
			"there is no set of audit_columns \"defalt\"; did you mean \"default\"?" },
		{ "sh of.sh 'schema public:\\n  table film:\\n    audit_trails: default\\n'", 2, NULL,
			":3:5: \"audit_trails\" is called audit_columns now" },
		{ "sh of.sh 'schema public:\\n  table film:\\n    history_for: {table: t}\\n'", 2, NULL,
			":3:5: \"history_for\" was planned for Pyrseas' dbextend" },
		{ "sh of.sh 'schema public:\\n  table film:\\n'", 2, NULL, "expected `audit_columns: SET`, found nothing" },
		{ "sh of.sh 'schema public:\\n  view film: {}\\n'", 2, NULL, "expected \"table NAME\", found \"view film\"" },
		{ "sh of.sh 'augmenter:\\n  columns:\\n    x: {typ: date}\\n'", 2, NULL,
			":3:9: unknown key \"typ\" of \"x\" in columns; did you mean \"type\"?" },
		{ "sh of.sh 'augmenter:\\n  colums: {}\\n'", 2, NULL, ":2:3: expected a map audit_columns, columns" },
		{ "sh of.sh 'augmenter:\\n  columns:\\n    x: {default: 1}\\n  audit_columns:\\n    y: {columns: [x]}\\nschema "
		  "public:\\n  table film: {audit_columns: y}\\n'",
			2, NULL, ":3:8: x: the column has no type" },
		{ "sh of.sh 'augmenter:\\n  audit_columns:\\n    y: {columns: [created_dat]}\\nschema public:\\n  table film: "
		  "{audit_columns: y}\\n'",
			2, NULL, "y: none of columns is \"created_dat\"; did you mean \"created_date\"?" },
		{ "sh of.sh 'augmenter:\\n  function_templates:\\n    functempl_audit_default: \"{{x_y}}\"\\nschema public:\\n  "
		  "table film: {audit_columns: default}\\n'",
			2, NULL, "{{x_y}} is neither a template nor a column" },
		{ "sh of.sh 'augmenter:\\n  function_templates:\\n    functempl_audit_default: "
		  "\"{{functempl_audit_default}}\"\\nschema public:\\n  table film: {audit_columns: default}\\n'",
			2, NULL, "the template contains itself" },
		{ "sh of.sh 'augmenter:\\n  triggers:\\n    audit_default: {procedure: audit_deflt()}\\nschema public:\\n  table "
		  "film: {audit_columns: default}\\n'",
			2, NULL,
			"there is no function audit_deflt() in the definitions, nor in schema public; did you mean "
			"\"audit_default()\"?" },
		{ "sh of.sh 'tables: 1\\n'", 2, NULL, "expected \"augmenter\" or \"schema NAME\", found \"tables\"" },
		{ "sh of.sh '' | grep -c audit", 1, "0\n", "no table is named" },
		{ "dbaugment -u -o x cmd_augment_wrong all.yaml", 2, NULL, "--output and --multiple-files exclude these" },
		{ "dbaugment --merge-specs x cmd_augment_wrong", 2, NULL, "there is no option --merge-specs any more" },
		{ "echo '{augmenter: {schema public: {table film: {audit_columns: default}}}}' >config.yaml; dbaugment "
		  "cmd_augment_wrong | grep -c film_20_audit_default",
			0, "1\n", NULL },
		{ 0 },
	});
	/* an own trigger of that procedure stays, and what has a defined name and another form is told */
	more("cmd_augment_wrong", "CREATE FUNCTION audit_default() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
	run_rows((const struct expected[]){
		{ "dbaugment cmd_augment_wrong | grep -c 'RETURN NULL'", 1, "0\n",
			"function audit_default() of schema public becomes as it is defined, and was defined otherwise before" },
		{ 0 },
	});
	drop("cmd_augment_wrong");
}
