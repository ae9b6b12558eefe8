/* Tests db2yaml --normalize: what is written by hand becomes what a server prints, and all else stays. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

TestSuite(normalize, .fini = run_cleanup);

static const char written[] = "# my schema\n"
			      "schema public:\n"
			      "  # the table\n"
			      "  table t:\n"
			      "    columns:\n"
			      "    - id:\n"
			      "        type: int   # a number\n"
			      "        not_null: true\n"
			      "    - kind:\n"
			      "        type: varchar(10)\n"
			      "        default: \"'a'\"\n"
			      "    check_constraints:\n"
			      "      k:\n"
			      "        # one of two\n"
			      "        expression: kind in ('a','b') and id>0\n"
			      "    indexes:\n"
			      "      i:\n"
			      "        keys:\n"
			      "        - lower(kind):\n"
			      "            type: expression\n"
			      "  view v:\n"
			      "    definition: select id from public.t where id between 1 and 2\n"
			      "  function f(a integer):\n"
			      "    language: sql\n"
			      "    returns: integer\n"
			      "    source: select  1\n";

Test(normalize, texts_become_those_of_the_server)
{
	make("normalize_have", "CREATE TABLE other ()");
	run_file("hand.yaml", written);
	run_rows((const struct expected[]){
		{ "db2yaml --normalize --scratch postgres -o normal.yaml hand.yaml", 0, "", NULL },
		{ "grep '#' normal.yaml", 0, "# my schema\n  # the table\n        type: int   # a number\n        # one of two\n",
			NULL },
		{ "grep 'default:\\|expression: \\|lower\\|source' normal.yaml", 0,
			"        default: \"'a'::character varying\"\n"
			"        expression: (((kind)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])) AND (id "
			"> 0))\n"
			"        - lower((kind)::text):\n"
			"    source: select  1\n",
			NULL },
		/* the database that is made of it has just that */
		{ "yaml2db -q --check normalize_have normal.yaml", 1, "*", NULL },
		{ "yaml2db -q -u --allow-data-loss -o up normalize_have normal.yaml && yaml2db --check normalize_have normal.yaml",
			0, NULL, NULL },
		{ "db2yaml --normalize --scratch postgres normal.yaml | diff - normal.yaml", 0, "", NULL },
		/* it says where a comment would be lost, and what it cannot do */
		{ "sed 's/id>0/id>0 # positive/' hand.yaml >comment.yaml; db2yaml --normalize --scratch postgres comment.yaml", 2,
			"",
			"a comment, or how it is written, stands in the way here: schema public: table t: check_constraints: k: "
			"expression" },
		{ "sed 's/lower(kind)/nothing(kind)/' hand.yaml >wrong.yaml; db2yaml --normalize --scratch postgres -o out wrong.yaml",
			2, "", "function nothing(character varying) does not exist" },
		{ "test -e out", 1, "", NULL },
		{ "db2yaml --normalize normalize_have", 2, "", "--normalize is for a YAML file, which normalize_have is not" },
		{ "db2yaml --scratch auto hand.yaml", 2, "", "--scratch goes with --normalize" },
		{ "db2yaml --normalize -n public hand.yaml", 2, "", "is for a whole file" },
		{ 0 },
	});
	drop("normalize_have");
}
