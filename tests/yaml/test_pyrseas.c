/* What Pyrseas writes in another way than we do. */
#include "help.h"

#define S "schema s:\n  owner: o\n  privileges: []\n"
#define T "omitted: []\nschema s:\n  owner: o\n"

Test(pyrseas, tables)
{
	check_written(S
		"  table t:\n    columns:\n    - a: integer\n    - b:\n        type: text\n        collation: C\n        default: "
		"'false'\n        statistics: 7\n"
		"    - c: integer\n    owner: null\n    primary_key:\n      p: {columns: [a], access_method: btree, cluster: "
		"true}\n"
		"    check_constraints:\n      c1: {columns: [a], expression: a > 1}\n      c2: {expression: f(a)}\n      c3: "
		"{expression: (a > 1)}\n"
		"    indexes:\n      i: {columns: ['\"b\"', a: {order: desc}]}\n",
		T
		"  table t:\n    check_constraints:\n      c1:\n        expression: (a > 1)\n      c2:\n        expression: f(a)\n"
		"      c3:\n        expression: (a > 1)\n    cluster_on: p\n    columns:\n    - a:\n        type: integer\n    - "
		"b:\n"
		"        collation: \"\\\"C\\\"\"\n        default: \"false\"\n        statistics: 7\n        type: text\n    - "
		"c:\n        type: integer\n"
		"    indexes:\n      i:\n        keys:\n        - b\n        - a:\n            order: desc\n"
		"    primary_key:\n      p:\n        columns:\n        - a\n");
}

/* An extension's template comes along with it; one of built-in functions is the user's. */
Test(pyrseas, templates)
{
	check_written(S "  sequence q:\n    cache_value: 1\n  text search template w:\n    init: dsimple_init\n    lexize: "
			"dsimple_lexize\n",
		"omitted: []\nschema s:\n  owner: o\n  sequence q: {}\n  text search template w:\n    init: dsimple_init\n    "
		"lexize: dsimple_lexize\n");
}

/* Up to 0.8 the functions of an aggregate had their arguments. */
Test(pyrseas, functions_of_aggregates)
{
	check_written(S
		"  aggregate a(integer):\n    finalfunc: s.g(integer)\n    sfunc: s.\"f(\"(integer,integer)\n    stype: integer\n"
		"  function \"f(\"(integer, integer): {language: sql, returns: integer, source: SELECT 1}\n  function g(integer): "
		"{language: sql, returns: integer, source: SELECT 1}\n",
		"omitted: []\nschema s:\n  aggregate a(integer):\n    finalfunc: s.g\n    sfunc: s.\"f(\"\n    stype: integer\n"
		"  function \"f(\"(integer, integer):\n    language: sql\n    returns: integer\n    source: |-\n      SELECT 1\n"
		"  function g(integer):\n    language: sql\n    returns: integer\n    source: |-\n      SELECT 1\n  owner: o\n");
}

/* Several columns in one entry, each with a map; an expression without a word of it; a quoted boolean. */
Test(pyrseas, written_by_hand)
{
	check_written(
		"language l:\n  trusted: 'false'\n" S
		"  table t:\n    columns:\n    - {b: {type: integer}, a: {type: text}, c: {type: text}}\n    - d: {type: date}\n  "
		"  indexes:\n      i: {keys: [b, lower(a)]}\n",
		"language l: {}\n" T
		"  table t:\n    columns:\n    - b:\n        type: integer\n    - a:\n        type: text\n    - c:\n        type: "
		"text\n    - d:\n        type: date\n"
		"    indexes:\n      i:\n        keys:\n        - b\n        - lower(a):\n            type: expression\n");
	check_error(S "  table t:\n    columns:\n    - {name: c1, type: integer}\n",
		"t.yaml:6:7: an entry of \"columns\" of a table: expected a name with its attributes, found a map");
}

Test(pyrseas, foreign_keys_of_the_own_schema)
{
	check_written(S "  table t:\n    columns:\n    - a: integer\n    foreign_keys:\n      f:\n        columns: [a]\n        "
			"references: {columns: [a], table: t}\n",
		T
		"  table t:\n    columns:\n    - a:\n        type: integer\n    foreign_keys:\n      f:\n        columns:\n       "
		" - a\n"
		"        references:\n          columns:\n          - a\n          schema: s\n          table: t\n");
}

Test(pyrseas, triggers)
{
	check_written(S
		"  table t:\n    triggers:\n      a: {level: statement, procedure: o.f(), timing: before, events: [insert]}\n"
		"      b: {level: row, procedure: {name: o.f, arguments: \"'x', 'y''z'\"}, timing: before, events: [insert]}\n"
		"      c: {procedure: \"o.f('1', '')\", timing: before, events: [insert]}\n",
		T
		"  table t:\n    triggers:\n      a:\n        events:\n        - insert\n        procedure: o.f\n        timing: "
		"before\n"
		"      b:\n        arguments:\n        - x\n        - y'z\n        events:\n        - insert\n        level: row\n"
		"        procedure: o.f\n"
		"        timing: before\n      c:\n        arguments:\n        - \"1\"\n        - \"\"\n        events:\n        "
		"- insert\n"
		"        procedure: o.f\n        timing: before\n");
}

Test(pyrseas, partitions)
{
	check_written(S
		"  table a0:\n    partition_bound_spec: IN (1)\n    partition_of: p\n  table p:\n    columns:\n    - a: integer\n "
		"   partition_by:\n      list: [a]\n",
		T "  table a0:\n    columns:\n    - a:\n        inherited: true\n        type: integer\n    partition_bound_spec: "
		  "IN (1)\n    partition_of: p\n"
		  "  table p:\n    columns:\n    - a:\n        type: integer\n    partition_by:\n      list:\n      - a\n");
}

Test(pyrseas, sequences_and_views)
{
	check_written(S "  materialized view m:\n    definition: |2\n       SELECT 1;\n    with_data: true\n"
			"  sequence q:\n    cache_value: 1\n    increment_by: 1\n    max_value: null\n    min_value: null\n    "
			"start_value: 1\n",
		"omitted: []\nschema s:\n  materialized view m:\n    definition: |2\n       SELECT 1;\n  owner: o\n  sequence q: "
		"{}\n");
}

Test(pyrseas, routines)
{
	check_written(S
		"  function f(a integer, OUT b text):\n    cost: 7.0\n    language: plpgsql\n    returns: text\n    source: |2-\n"
		"\n      begin\n      end\n    strict: true\n"
		"  function \"g(x)\"(): {language: sql, source: '', returns: integer}\n",
		"omitted: []\nschema s:\n  function \"g(x)\"():\n    language: sql\n    returns: integer\n    source: \"\"\n"
		"  function f(a integer, OUT b text):\n    cost: 7\n    language: plpgsql\n    returns: text\n    source: |2-\n\n "
		"     begin\n      end\n    strict: true\n  owner: o\n");
}

Test(pyrseas, types_and_names)
{
	check_written(S
		"  table Odd Tbl-1: {}\n  table kid: {inherits: [Odd Tbl-1]}\n  type mood: {labels: ['on', ok, new: {oldname: "
		"old}]}\n  type none: {attributes: []}\n",
		T "  table Odd Tbl-1: {}\n  table kid:\n    inherits:\n    - \"\\\"Odd Tbl-1\\\"\"\n  type mood:\n    labels:\n    "
		  "- \"on\"\n    - ok\n    - new:\n        oldname: old\n"
		  "  type none:\n    attributes: []\n");
}

Test(pyrseas, top_level)
{
	check_written("event trigger e:\n  enabled: true\n  event: ddl_command_end\n  owner: o\n  procedure: s.f()\n"
		      "extension x:\n  owner: o\n  schema: public\n  version: '1.8'\n",
		"event trigger e:\n  event: ddl_command_end\n  owner: o\n  procedure: s.f()\n"
		"extension x:\n  schema: public\n  version: \"1.8\"\nomitted:\n- privileges\n");
}

/* Whether it is one of Pyrseas, and what it says then; "with_data: true" is what we never write. */
static void check_understood(const char *text, const char *expected)
{
	struct pool *pool = pool_new();
	struct snapshot *snapshot = loaded(pool, text);
	g_autofree char *out = written(snapshot, NULL);

	cr_assert(snapshot_silences(snapshot)->pyrseas);
	cr_assert_str_eq(out, expected, "found:\n%s\nexpected:\n%s", out, expected);
	snapshot_free(snapshot);
	pool_free(pool);
}

#define M "  materialized view m:\n    definition: |2\n       SELECT 1;\n"
#define F(name) "  function " name "(integer):\n    language: sql\n    returns: integer\n    source: SELECT 1\n"
#define F_WRITTEN(name) "  function " name "(integer):\n    language: sql\n    returns: integer\n    source: |-\n      SELECT 1\n"

Test(pyrseas, calls_prove_no_path)
{
	check_understood(
		"schema a:\n" F(
			"abs") "schema b:\n" M
			       "    with_data: true\n  table t:\n    columns:\n    - i:\n        default: abs(1)\n        type: "
			       "integer\n",
		"omitted:\n- owners\n- privileges\nschema a:\n" F_WRITTEN(
			"abs") "schema b:\n" M
			       "  table t:\n    columns:\n    - i:\n        default: abs(1)\n        type: integer\n");
}

Test(pyrseas, names_of_a_schema_in_the_path)
{
	check_understood("schema a:\n" F("one") M
		"    with_data: true\n  table t:\n    columns:\n    - i:\n        default: one(1)\n        type: integer\n"
		"  view v:\n    definition: |2\n       SELECT i FROM t;\n"
		"schema b:\n  table t:\n    columns:\n    - i:\n        default: one(2)\n        type: b.d\n  domain d:\n    "
		"type: integer\n",
		"omitted:\n- owners\n- privileges\nschema a:\n" F_WRITTEN("one") M
		"  table t:\n    columns:\n    - i:\n        default: a.one(1)\n        type: integer\n"
		"  view v:\n    definition: |2\n       SELECT i FROM a.t;\n"
		"schema b:\n  domain d:\n    type: integer\n  table t:\n    columns:\n    - i:\n        default: a.one(2)\n       "
		" type: b.d\n");
}

Test(pyrseas, generated_columns_are_no_defaults)
{
	check_understood("schema a:\n" M
			 "    with_data: true\n  table t:\n    columns:\n    - i: integer\n    - state:\n        default: "
			 "\"'new'::state\"\n        type: state\n"
			 "    - j:\n        default: (i + 1)\n        type: integer\n  type state:\n    labels:\n    - new\n",
		"omitted:\n- owners\n- privileges\nschema a:\n" M
		"  table t:\n    columns:\n    - i:\n        type: integer\n    - state:\n        default: \"'new'::a.state\"\n   "
		"     type: a.state\n"
		"    - j:\n        generated: (i + 1)\n        type: integer\n  type state:\n    labels:\n    - new\n");
}

Test(pyrseas, a_type_that_nobody_describes_is_an_extensions)
{
	check_understood(
		"cast (boolean as citext):\n  function: citext(boolean)\n  method: function\nextension citext:\n  schema: a\n"
		"schema a:\n"
		"  sequence s:\n    cache_value: 1\n  table t:\n    columns:\n    - i:\n        default: nextval('s'::regclass)\n "
		"       type: integer\n    - c:\n        type: citext\n",
		"extension citext:\n  schema: a\nomitted:\n- owners\n- privileges\nschema a:\n"
		"  sequence s: {}\n  table t:\n    columns:\n    - i:\n        default: nextval('a.s'::regclass)\n        type: "
		"integer\n    - c:\n        type: a.citext\n");
}
