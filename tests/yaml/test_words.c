/* Words, numbers and their lists: what an attribute can be. */
#include "help.h"

#define T "schema s:\n  table t:\n    columns:\n    - a: text\n"

Test(words, unknown_ones_are_told_with_the_nearest)
{
	check_error(T "    foreign_keys:\n      f:\n        columns: [a]\n        on_delete: casade\n",
		"t.yaml:8:9: \"on_delete\" of a foreign key: expected no action, restrict, cascade, set null or set default, "
		"found \"casade\"; "
		"did you mean \"cascade\"?");
	check_error("schema s:\n  function f():\n    volatility: STABLE\n",
		"t.yaml:3:5: \"volatility\" of a function: expected volatile, immutable or stable, found \"STABLE\"; did you mean "
		"\"stable\"?");
	check_error(T "    triggers:\n      g:\n        events: [insert, upsert]\n",
		"t.yaml:7:26: \"events\" of a trigger: expected insert, update, delete or truncate, found \"upsert\"; did you "
		"mean \"insert\"?");
	check_error(T "    replica_identity: some\n",
		"t.yaml:5:5: \"replica_identity\" of a table: expected full, nothing or index NAME, found \"some\"");
	check_error(T "    replica_identity: 'index '\n",
		"t.yaml:5:5: \"replica_identity\" of a table: expected full, nothing or index NAME, found \"index \"; did you "
		"mean \"index \"?");
	check_error(T "    partition_by:\n      hush:\n      - a\n",
		"t.yaml:6:7: \"partition_by\" of a table: expected range, list or hash, found \"hush\"; did you mean \"hash\"?");
	check_error("event trigger e:\n  enabled: 7\n",
		"t.yaml:2:3: \"enabled\" of an event trigger: expected true, false, replica or always, found \"7\"");
	check_error("schema s:\n  table t:\n    columns:\n    - a:\n        identity: allways\n        type: integer\n",
		"t.yaml:5:9: \"identity.generated\" of a column: expected always or by default, found \"allways\"; did you mean "
		"\"always\"?");
}

Test(words, numbers)
{
	check_error("schema s:\n  sequence q:\n    start_value: one\n",
		"t.yaml:3:5: \"start_value\" of a sequence: expected a whole number, found \"one\"");
	check_error("schema s:\n  sequence q:\n    cache_value: 1.5\n",
		"t.yaml:3:5: \"cache_value\" of a sequence: expected a whole number, 1 or more, found \"1.5\"");
	check_error("schema s:\n  sequence q:\n    cache_value: 0\n",
		"t.yaml:3:5: \"cache_value\" of a sequence: expected a whole number, 1 or more, found \"0\"");
	check_error(T "    - b:\n        statistics: 10001\n        type: text\n",
		"t.yaml:6:9: \"statistics\" of a column: expected a whole number from 0 to 10000, found \"10001\"");
	check_error(
		"schema s:\n  view abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl:\n    definition: SELECT 1 AS "
		"a\n",
		"t.yaml:2:3: the name of a view has 64 characters, and PostgreSQL cuts names after 63 bytes: choose a shorter one");
	check_error(T "    - b:\n        identity:\n          generated: always\n          sequence: "
		      "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl\n        type: integer\n",
		"t.yaml:8:11: the name of a sequence has 64 characters, and PostgreSQL cuts names after 63 bytes: choose a shorter one");
	check_error("schema s:\n  function f():\n    cost: -1\n",
		"t.yaml:3:5: \"cost\" of a function: expected a number, 0 or more, found \"-1\"");
	check_error("schema s:\n  sequence q:\n    max_value: 9223372036854775808\n",
		"t.yaml:3:5: \"max_value\" of a sequence: expected a whole number, found \"9223372036854775808\"");
	check_error("schema s:\n  function f():\n    cost: cheap\n",
		"t.yaml:3:5: \"cost\" of a function: expected a number, 0 or more, found \"cheap\"");
	check_error("schema s:\n  function f():\n    rows: nan\n",
		"t.yaml:3:5: \"rows\" of a function: expected a number, 0 or more, found \"nan\"");
	check_error("schema s:\n  table t:\n    columns:\n    - a:\n        identity:\n          generated: always\n          "
		    "start_value: x\n",
		"t.yaml:7:11: \"start_value\" of a column: expected a whole number, found \"x\"");
	check_error("schema s:\n  table t:\n    columns:\n    - a:\n        identity:\n          strat_value: 5\n",
		"t.yaml:6:11: unknown key \"strat_value\" of \"identity\" of a column; did you mean \"start_value\"?");
	check_error(T "    exclude_constraints:\n      x:\n        statistics: [many]\n",
		"t.yaml:7:22: \"statistics\" of an exclusion constraint: expected a number and its number, as 2=500, found "
		"\"many\"");
}

/*
 * The word that means the same as nothing is there, the others differ from it, and no row has a number and words that are numbers.
 */
Test(words, rows_are_in_order)
{
	for (size_t k = 0; k < kind_count; k++)
		for (const struct attribute *row = kinds[k]->attributes; row->name; row++) {
			g_auto(GStrv) words = g_strsplit(row->words ? row->words : "", "|", -1);
			for (char **word = words; *word; word++) {
				cr_expect(**word && g_strcmp0(*word, row->otherwise) != 0, "%s of %s: word \"%s\"", row->name,
					kinds[k]->name, *word);
				for (char **other = words; other < word; other++)
					cr_expect_str_neq(*word, *other, "%s of %s", row->name, kinds[k]->name);
			}
			cr_expect(!row->unless || row->required, "%s of %s: unless, but not required", row->name, kinds[k]->name);
			cr_expect(row->form != FORM_MAP || row->map_of, "%s of %s: a map of no kind", row->name, kinds[k]->name);
			cr_expect(row->form != FORM_BARE || row->words, "%s of %s: no words", row->name, kinds[k]->name);
		}
}

/* unless and required_with name rows that there are. */
Test(words, rows_name_each_other)
{
	for (size_t k = 0; k < kind_count; k++)
		for (const struct attribute *row = kinds[k]->attributes; row->name; row++) {
			g_autofree char *both = g_strjoin("|", row->unless ? row->unless : row->name,
				row->required_with ? row->required_with : row->name, NULL);
			g_auto(GStrv) names = g_strsplit(both, "|", -1);
			for (char **name = names; *name; name++) {
				bool found = g_str_has_prefix(*name, "parent.");
				for (const struct attribute *other = kinds[k]->attributes; other->name && !found; other++)
					found = g_str_has_prefix(other->name, *name);
				cr_expect(found, "%s of %s names \"%s\"", row->name, kinds[k]->name, *name);
			}
		}
}
