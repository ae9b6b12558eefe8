/* The targets, and what words each of them knows. */
#include "tests/fuzzing/target.h"

#include <string.h>

#define SQL_PIECES \
	"(\n)\n[\n]\n'\n''\nE'\nU&'\nB'\n\"\nU&\"\n$$\n$a$\n--\n/*\n*/\n;\n\\\n::\n:a\n:'a'\n.\n,\n1e\n0x\n=\n<\n->\nSELECT \nSELECT (\n" \
	" FROM \n AS \nWITH \nCASE \n END\n" \
	"BEGIN ATOMIC \nCREATE FUNCTION \nCREATE RULE \nARRAY[\nEXTRACT(\ndate_part(\nXMLSERIALIZE(CONTENT \nUPDATE \n SET \n" \
	"NOT \n AND \n IN \n BETWEEN \n IS NULL\n" \
	" COLLATE \nOPERATOR(\n AT TIME ZONE \nINTERVAL \nSETOF \nTABLE(\nVARIADIC \nDEFAULT \ninteger\ndouble precision\n" \
	"character varying(\ntimestamp(\n[]\n" \
	" with time zone\na \na.b\na(\n* \n- \n"
#define YAML_PIECES \
	"schema s:\ntable t:\nview v:\nfunction f(integer):\ncolumns:\n- a:\n    type: integer\n- a: text\nprimary_key:\n" \
	"foreign_keys:\nreferences:\nindexes:\n" \
	"definition: SELECT 1\nprivileges:\n- a:\n  - all\nowner: a\nomitted: [owners, privileges]\npartial: true\n" \
	"description: |\n  \n&a \n*a\n<<: *a\n!!str \n%TAG\n" \
	"---\n...\n? \n{\n}\n[\n]\n\"\n'\n|2-\n>\n#\n~\n\\u0000\n\\xff\n:\n- \n  \n, \n----\ninherits:\npartition_by:\n" \
	"depends_on:\noldname: a\n"
#define PROJECT_PIECES \
	"-- vars: a text, b raw /x/, c secret\n-- transaction: no\n-- expect: none\n-- probe: 1 SELECT true\n-- search_path: " \
	"a\n-- lock_timeout: 2s\n" \
	"-- role: self\n-- irreversible: no\n-- min_pg: 15\n-- retries: 1\n# head 00001 \n  build/00001_a.sql\n  " \
	"rollback/00001_a.sql\n  pre/00001_a.sql\n# dbalign manifest 1 sha256\n"

const struct target targets[] = {
	{ "load", target_load, YAML_PIECES },
	{ "pyrseas", target_pyrseas, YAML_PIECES },
	{ "plan", target_plan, YAML_PIECES },
	{ "settings", target_settings,
		YAML_PIECES "stage: DEV\nplace: a\nvars:\nrows:\nkey: [a]\nmode: full\nschema: a\ntable: a\nuuid: " },
	{ "lexer", target_lexer, SQL_PIECES },
	{ "split", target_split, SQL_PIECES },
	{ "settle", target_settle, SQL_PIECES },
	{ "types", target_types, SQL_PIECES },
	{ "parentheses", target_parentheses, SQL_PIECES },
	{ "mentions", target_mentions, SQL_PIECES },
	{ "whole", target_whole, SQL_PIECES },
	{ "quote", target_quote, SQL_PIECES },
	{ "header", target_header, PROJECT_PIECES },
	{ "manifest", target_manifest, PROJECT_PIECES },
	{ "script", target_script, PROJECT_PIECES SQL_PIECES },
	{ "statement", target_statement,
		YAML_PIECES "statement: release\nserial: 7\nproject: a\nstage: QAT\ndirection: up\nfrom: 0\nfrom_head: \nto: 1\n"
			    "files:\ndata_loss: false\ncreated: \"2026-11-30T10:00:00Z\"\nrunner: \"0.1.0\"\n" },
	{ "bundle", target_bundle, "ustar\n0000644\n../\n/\na/b\n0\n1\n2\n5\nL\nx\n00000000010\n" },
	{ 0 },
};

const struct target *target_find(const char *name)
{
	for (const struct target *target = targets; target->name; target++)
		if (strcmp(target->name, name) == 0)
			return target;
	return NULL;
}
