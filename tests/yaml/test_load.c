/* Documents with mistakes, each told with its place; and what is forgiven. */
#include "help.h"

#define TABLE "schema s:\n  table t:\n    columns:\n    - a:\n        type: integer\n"

Test(load, unknown_keys)
{
	check_error("schema s:\n  table t:\n    colums: []\n",
		"t.yaml:3:5: unknown key \"colums\" of a table; did you mean \"columns\"?");
	check_error("schema s:\n  table t:\n    nonsense: 1\n", "t.yaml:3:5: unknown key \"nonsense\" of a table");
	check_error(TABLE "        deflaut: 1\n", "t.yaml:6:9: unknown key \"deflaut\" of a column; did you mean \"default\"?");
	check_error(TABLE "    indexes:\n      i:\n        uniqe: true\n",
		"t.yaml:8:9: unknown key \"uniqe\" of an index; did you mean \"unique\"?");
	check_error(TABLE "    foreign_keys:\n      f:\n        references:\n          tabel: t\n",
		"t.yaml:9:11: unknown key \"tabel\" of \"references\" of a foreign key; did you mean \"table\"?");
	check_error(TABLE "    foreign_keys:\n      f:\n        references.table: t\n",
		"t.yaml:8:9: unknown key \"references.table\" of a foreign key");
	check_error("schema s:\n  tabel t: {}\n", "t.yaml:2:3: unknown key \"tabel t\" of a schema; did you mean \"table t\"?");
	check_error("schem s: {}\n", "t.yaml:1:1: unknown key \"schem s\" at the top of the document; did you mean \"schema s\"?");
	check_error("x: {}\n",
		"t.yaml:1:1: unknown key \"x\" at the top of the document, expected the key of an object such as \"schema public\"");
	check_error("schema s:\n  ownr: a\n", "t.yaml:2:3: unknown key \"ownr\" of a schema; did you mean \"owner\"?");
}

Test(load, misplaced_keys)
{
	check_error("table t: {}\n", "t.yaml:1:1: \"table t\" stands in a schema, found at the top of the document");
	check_error(
		"schema s:\n  extension x: {}\n", "t.yaml:2:3: \"extension x\" stands at the top of a document, found in a schema");
	check_error("schema s:\n  tablespace x: {}\n", "t.yaml:2:3: \"tablespace x\": this kind of object is not supported");
	check_error("schema s:\n  function f: {}\n", "t.yaml:2:3: \"function f\": expected \"function name(arguments)\"");
	check_error("schema s:\n  type x: {owner: o}\n",
		"t.yaml:2:3: it is not clear which form of a type this is, expected one of \"shell\" of a shell type, \"labels\" "
		"of an enum, "
		"\"attributes\" of a composite, \"subtype\" of a range, \"input\" of a base type");
}

Test(load, wrong_types)
{
	check_error("schema s: []\n", "t.yaml:1:11: schema \"s\": expected a map, found a list");
	check_error("schema s: x\n", "t.yaml:1:11: schema \"s\": expected a map, found a text");
	check_error("schema s:\n  table t: x\n", "t.yaml:2:3: table s.t: expected a map, found \"x\"");
	check_error("schema s:\n  table t:\n    columns: {}\n",
		"t.yaml:3:5: \"columns\" of a table: expected a list, found an empty map");
	check_error("schema s:\n  table t:\n    columns:\n    - []\n",
		"t.yaml:4:7: an entry of \"columns\" of a table: expected a name with its attributes, found an empty list");
	check_error(TABLE "        not_null: \"true\"\n",
		"t.yaml:6:9: \"not_null\" of a column: expected true or false, found \"true\"");
	check_error(TABLE "        default: []\n", "t.yaml:6:9: \"default\" of a column: expected a text, found an empty list");
	/* what every object has, too, which is not passed over */
	check_error("schema s:\n  owner: [a]\n", "t.yaml:2:3: \"owner\" of a schema: expected a text, found a list");
	check_error("schema s:\n  description: {a: b}\n", "t.yaml:2:3: \"description\" of a schema: expected a text, found a map");
	check_error("schema s:\n  table t: {oldname: [], columns: [a: text]}\n",
		"t.yaml:2:13: \"oldname\" of a table: expected a text, found an empty list");
	check_error("schema s:\n  table t: {depends_on: a, columns: [a: text]}\n",
		"t.yaml:2:13: \"depends_on\" of a table: expected a list, found \"a\"");
	check_error(TABLE "    indexes: [i]\n", "t.yaml:6:5: \"indexes\" of a table: expected a map of names, found a list");
	check_error(TABLE "    inherits: s.t\n", "t.yaml:6:5: \"inherits\" of a table: expected a list, found \"s.t\"");
	check_error("omitted: owners\n", "t.yaml:1:1: \"omitted\": expected a list, found \"owners\"");
	check_error("omitted: [x]\n", "t.yaml:1:11: \"omitted\": expected owners or privileges, found \"x\"");
}

Test(load, twins)
{
	check_error(TABLE "    - a: text\n", "t.yaml:6:7: column \"a\" stands twice, first at line 4");
	check_error("schema s:\n  type e: {labels: [a, b, a]}\n", "t.yaml:2:27: \"labels\" of an enum: \"a\" stands twice");
	check_error(
		"schema s:\n  table t:\n    inherits: [p, s.p]\n", "t.yaml:3:19: \"inherits\" of a table: \"s.p\" stands twice");
	check_error("schema s:\n  privileges:\n  - a: [usage]\n  - b: [usage]\n  - a: [create]\n",
		"t.yaml:5:5: role \"a\" stands twice: its privileges are one list");
}

Test(load, privileges)
{
	check_error(
		"schema s:\n  table t:\n    privileges:\n    - a: [fly]\n", "t.yaml:4:11: \"fly\" is not a privilege of a table");
	check_error("schema s:\n  table t:\n    privileges:\n    - a: [usage]\n",
		"t.yaml:4:11: \"usage\" is not a privilege of a table");
	check_error("schema s:\n  table t:\n    privileges:\n    - a: [all, select]\n",
		"t.yaml:4:11: \"all\" cannot stand beside other privileges or be grantable: list each privilege");
	check_error("schema s:\n  table t:\n    privileges:\n    - a\n",
		"t.yaml:4:7: expected one role with its privileges, found \"a\"");
	check_error("schema s:\n  table t:\n    privileges:\n    - a: {privs: [select], grantr: b}\n",
		"t.yaml:4:28: unknown key \"grantr\" of a privilege; did you mean \"grantor\"?");
}

Test(load, references)
{
	check_error(TABLE "    indexes:\n      i:\n        keys: [b]\n",
		"t.yaml:8:16: index key b of index i of table s.t refers to column \"b\" of table s.t, which does not exist");
	check_error(TABLE "    primary_key:\n      p:\n        columns: [b]\n",
		"t.yaml:7:7: primary key p of table s.t refers to column \"b\" of table s.t, which does not exist");
	check_error(TABLE "    foreign_keys:\n      f:\n        columns: [a]\n        references: {columns: [a], table: u}\n",
		"t.yaml:7:7: foreign key f of table s.t refers to table s.u, which does not exist");
	check_error(TABLE "    foreign_keys:\n      f:\n        columns: [a]\n        references: {columns: [b], table: t}\n",
		"t.yaml:7:7: foreign key f of table s.t refers to column \"b\" of table s.t, which does not exist");
	check_error("schema s:\n  table a: {inherits: [b], columns: [x: text]}\n  table b: {inherits: [s.a], columns: [x: text]}\n",
		"t.yaml:2:3: table s.a would contain itself, through its parents or the types that it uses");
	check_error("schema s:\n  domain d: {type: 's.r[]'}\n  type r: {subtype: s.d}\n",
		"t.yaml:2:3: domain s.d would contain itself, through its parents or the types that it uses");
	check_written("schema s:\n  table date:\n    columns:\n    - a:\n        type: date\n",
		"omitted:\n- owners\n- privileges\nschema s:\n  table date:\n    columns:\n    - a:\n        type: date\n");
	check_error(TABLE "    inherits: [u]\n", "t.yaml:2:3: table s.t refers to table s.u, which does not exist");
	check_error(TABLE "    inherits: [\"s.u[]\"]\n", "t.yaml:2:3: table s.t refers to table s.u[], which does not exist");
	check_error(TABLE "  table p:\n    partition_bound_spec: DEFAULT\n    partition_of: t\n",
		"t.yaml:6:3: table s.p is to be a partition of table s.t, which has no \"partition_by\"");
	check_error(TABLE "  sequence q:\n    owner_table: t\n    owner_column: x\n",
		"t.yaml:6:3: sequence s.q refers to column \"x\" of table s.t, which does not exist");
	check_error(TABLE "    cluster_on: i\n", "t.yaml:2:3: table s.t refers to index \"i\" of table s.t, which does not exist");
	check_error(TABLE "    replica_identity: index i\n",
		"t.yaml:2:3: table s.t refers to index \"i\" of table s.t, which does not exist");
	check_error("schema s:\n  sequence q: {}\n  table t:\n    columns:\n    - a: s.q\n",
		"t.yaml:5:7: column a of table s.t refers to type s.q, which does not exist");
	check_error(
		TABLE "    - b: s.none[]\n", "t.yaml:6:7: column b of table s.t refers to type s.\"none\", which does not exist");
	check_error(TABLE "    triggers:\n      g: {timing: before, events: [insert], procedure: s.none}\n",
		"t.yaml:7:7: trigger g of table s.t refers to function s.none, which does not exist");
	check_error(TABLE "    foreign_keys:\n      f:\n        columns: [a, a]\n        references: {columns: [a], table: t}\n",
		"t.yaml:7:7: foreign key f of table s.t has 2 columns, and refers to 1: each needs its counterpart");
}

static void check_loads(const char *text)
{
	struct pool *pool = pool_new();

	snapshot_free(loaded(pool, text));
	pool_free(pool);
}

Test(load, references_that_lead_out)
{
	check_loads(TABLE "    inherits: [other.u]\n");
	check_loads("extension e: {schema: s}\n" TABLE "    inherits: [u]\n");
	check_loads("extension e: {schema: s}\n" TABLE "    - b: s.none\n");
	check_loads("extension e: {}\n" TABLE "    - b: s.none\n");
	check_loads(TABLE
		"    - b: s.r[]\n    - c: s._t\n    - d: \"s.r_multirange\"\n    - e: s.many\n  type r:\n    subtype: integer\n   "
		" multirange: s.many\n");
	check_loads(TABLE "    primary_key: {p: {columns: [a]}}\n    cluster_on: p\n    replica_identity: index p\n");
	check_loads("partial: true\n" TABLE "    inherits: [u]\n");
	check_loads("{}\n");
	check_loads("schema s:\n");
}

/* Perhaps whoever was to write the document failed: that is no wish to drop everything. */
Test(load, empty_documents)
{
	static const char *const empty[] = { "", "\n", "# nothing\n", "---\n", "---\n...\n", "\xEF\xBB\xBF", "  \n\n  # x",
		"null\n", "~" };

	for (size_t i = 0; i < G_N_ELEMENTS(empty); i++)
		check_error(empty[i], "t.yaml: the document is empty; write {} for a schema without objects");
}

Test(load, conflicts_of_a_merge)
{
	const char *why = " marks a conflict of a merge: choose what is wanted, and take the marker out";
	g_autofree char *ours = g_strconcat("t.yaml:2:1: <<<<<<<", why, NULL),
			*base = g_strconcat("t.yaml:2:1: |||||||", why, NULL),
			*middle = g_strconcat("t.yaml:2:1: =======", why, NULL),
			*theirs = g_strconcat("t.yaml:2:1: >>>>>>>", why, NULL);

	check_error("schema s:\n<<<<<<< HEAD\n  table a: {}\n=======\n  table b: {}\n>>>>>>> other\n", ours);
	check_error("schema s:\r\n<<<<<<< HEAD\r\n  table a: {}\r\n", ours);
	check_error("schema s:\n||||||| 1234567\n  table a: {}\n", base);
	check_error("schema s:\n=======\n  table b: {}\n", middle);
	check_error("schema s:\n>>>>>>> other\n", theirs);
	check_loads("schema s:\n  description: |\n    <<<<<<< HEAD\n    =======\n    >>>>>>> other\n");
	check_loads("schema s: {}\nschema =======: {}\nschema <<<<<<<: {}\n");
}

/* Wherever in the pieces in which a document is read a marker stands. */
Test(load, conflict_at_any_offset)
{
	for (int shift = 0; shift < 40; shift++) {
		g_autoptr(GString) text = g_string_new("schema s:\n  description: ");
		for (int i = 0; i < 70000; i++)
			g_string_append_c(text, 'x');
		g_string_set_size(text, 16384 - 20 + (gsize)shift);
		g_string_append(text, "\n=======\n");
		check_error(text->str,
			"t.yaml:3:1: ======= marks a conflict of a merge: choose what is wanted, and take the marker out");
	}
}

static struct silence silence_of(const char *text)
{
	struct pool *pool = pool_new();
	struct snapshot *snapshot = loaded(pool, text);
	struct silence silence = *snapshot_silences(snapshot);

	snapshot_free(snapshot);
	pool_free(pool);
	return silence;
}

Test(load, silence)
{
	struct silence nothing = silence_of("schema s: {}\n"), owners = silence_of("schema s: {owner: o}\n");
	struct silence both = silence_of("schema s: {owner: o, privileges: []}\n"),
		       told = silence_of("omitted: [owners]\nschema s: {owner: o}\n");

	cr_expect(nothing.owners && nothing.privileges);
	cr_expect(!owners.owners && owners.privileges);
	cr_expect(!both.owners && !both.privileges);
	cr_expect(told.owners && !told.privileges);
}

Test(load, positions)
{
	struct pool *pool = pool_new();
	struct snapshot *snapshot = loaded(pool, TABLE);
	const struct object *table = snapshot_find(snapshot, &table_kind, "s", "t");

	cr_assert(table && table->line == 2 && table->column == 3);
	cr_assert_eq(object_part(table, &column_kind, "a")->line, 4);
	snapshot_free(snapshot);
	pool_free(pool);
}
