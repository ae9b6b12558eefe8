/* What a document may not leave out: each kind without what its CREATE needs, and what does as well. */
#include "help.h"

static void check_lacks(const char *text, const char *message)
{
	g_autofree char *whole = g_strconcat("schema s:\n  ", text, "\n", NULL),
			*expected = g_strconcat("t.yaml:2:3: ", message, NULL);

	check_error(whole, expected);
}

/* The same of a part of a table: its type of part and the part. */
static void check_part_lacks(const char *parts, const char *part, const char *message)
{
	g_autofree char *whole =
		g_strdup_printf("schema s:\n  table t:\n    columns:\n    - a: text\n    %s:\n      %s\n", parts, part);
	g_autofree char *expected = g_strconcat("t.yaml:6:7: ", message, NULL);

	check_error(whole, expected);
}

static void check_top_lacks(const char *text, const char *message)
{
	g_autofree char *whole = g_strconcat(text, "\n", NULL), *expected = g_strconcat("t.yaml:1:1: ", message, NULL);

	check_error(whole, expected);
}

Test(required, one_way_to_say_it)
{
	check_error("schema s:\n  table t:\n    columns:\n    - a: {type: integer, serial: true, default: '1'}\n",
		"t.yaml:4:7: column a of table s.t has both \"serial\" and \"default\"; leave one out");
	check_error("schema s:\n  table t:\n    columns:\n    - a: {type: integer, serial: true, identity: always}\n",
		"t.yaml:4:7: column a of table s.t has both \"serial\" and \"identity\"; leave one out");
}

Test(required, objects_of_a_schema)
{
	check_lacks("view v: {}", "view s.v needs \"definition\"");
	check_lacks("view v:", "view s.v needs \"definition\"");
	check_lacks("view v: {definition: ''}", "view s.v needs \"definition\"");
	check_lacks("materialized view v: {with_data: false}", "materialized view s.v needs \"definition\"");
	check_lacks("domain d: {not_null: true}", "domain s.d needs \"type\"");
	check_lacks("type r: {subtype: ''}", "range s.r needs \"subtype\"");
	check_lacks("type b: {input: f}", "base type s.b needs \"output\"");
	check_lacks("function f(): {language: sql, source: SELECT 1}", "function s.f() needs \"returns\"");
	check_lacks("function f(): {returns: integer, source: SELECT 1}", "function s.f() needs \"language\"");
	check_lacks("function f(): {language: sql, returns: integer}", "function s.f() needs \"source\", \"body\" or \"obj_file\"");
	check_lacks("function f(): {language: c, returns: integer, link_symbol: f}",
		"function s.f() needs \"source\", \"body\" or \"obj_file\"");
	check_lacks("function f(): {language: c, returns: integer, source: x, link_symbol: f}",
		"function s.f() needs \"obj_file\", for it has \"link_symbol\"");
	check_lacks("procedure p(): {language: sql}", "procedure s.p() needs \"source\", \"body\" or \"obj_file\"");
	check_lacks("aggregate a(integer): {sfunc: f}", "aggregate s.a(integer) needs \"stype\"");
	check_lacks("aggregate a(integer): {sfunc: f, stype: integer, mstype: integer}",
		"aggregate s.a(integer) needs \"msfunc\", for it has \"mstype\"");
	check_lacks("operator =(integer, integer): {hashes: true}", "operator s.=(integer, integer) needs \"procedure\"");
	check_lacks("operator class c using btree: {default: true}", "operator class s.c using btree needs \"type\"");
	check_lacks("conversion c: {source_encoding: UTF8, dest_encoding: LATIN1}", "conversion s.c needs \"function\"");
	check_lacks("collation c: {lc_collate: C}", "collation s.c needs \"lc_ctype\" or \"locale\"");
	check_lacks("collation c: {provider: icu}", "collation s.c needs \"lc_collate\" or \"locale\"");
	check_lacks(
		"collation c: {lc_collate: C, lc_ctype: C, rules: x}", "collation s.c needs \"provider\", for it has \"rules\"");
	check_lacks("foreign table t: {}", "foreign table s.t needs \"server\"");
	check_lacks("statistics c: {table: t}", "statistics s.c needs \"columns\" or \"expressions\"");
	check_lacks("text search parser p: {start: f, gettoken: f, end: f}", "text search parser s.p needs \"lextypes\"");
	check_lacks("text search template p: {init: f}", "text search template s.p needs \"lexize\"");
	check_lacks("text search dictionary d: {}", "text search dictionary s.d needs \"template\"");
	check_lacks("text search configuration c: {}", "text search configuration s.c needs \"parser\"");
	check_lacks("sequence q: {owner_table: t}", "sequence s.q needs \"owner_column\", for it has \"owner_table\"");
	check_lacks("table t: {partition_of: p}", "table s.t needs \"partition_bound_spec\", for it has \"partition_of\"");
	check_lacks("table t: {partition_bound_spec: DEFAULT}",
		"table s.t needs \"partition_of\", for it has \"partition_bound_spec\"");
}

Test(required, parts)
{
	check_part_lacks("primary_key", "p: {}", "primary key p of table s.t needs \"columns\"");
	check_part_lacks("unique_constraints", "u: {columns: []}", "unique constraint u of table s.t needs \"columns\"");
	check_part_lacks("check_constraints", "c:", "check constraint c of table s.t needs \"expression\"");
	check_part_lacks("exclude_constraints", "x: {}", "exclusion constraint x of table s.t needs \"definition\"");
	check_part_lacks("foreign_keys", "f: {columns: [a]}", "foreign key f of table s.t needs \"references.columns\"");
	check_part_lacks("foreign_keys", "f: {columns: [a], references: {columns: [a]}}",
		"foreign key f of table s.t needs \"references.table\"");
	check_part_lacks(
		"foreign_keys", "f: {references: {columns: [a], table: t}}", "foreign key f of table s.t needs \"columns\"");
	check_part_lacks("foreign_keys", "f: {columns: [a], on_delete_columns: [a], references: {columns: [a], table: t}}",
		"foreign key f of table s.t needs \"on_delete\", for it has \"on_delete_columns\"");
	check_part_lacks("indexes", "i: {}", "index i of table s.t needs \"keys\"");
	check_part_lacks("indexes", "i: {keys: []}", "index i of table s.t needs \"keys\"");
	check_part_lacks("rules", "r: {}", "rule r of table s.t needs \"event\"");
	check_part_lacks(
		"triggers", "g: {events: [insert], procedure: f}", "trigger g of table s.t needs \"timing\" or \"inherited\"");
	check_part_lacks(
		"triggers", "g: {timing: before, procedure: f}", "trigger g of table s.t needs \"events\" or \"inherited\"");
	check_part_lacks(
		"triggers", "g: {timing: before, events: [insert]}", "trigger g of table s.t needs \"procedure\" or \"inherited\"");
	check_part_lacks("triggers", "g: {timing: after, events: [insert], procedure: f, deferrable: true}",
		"trigger g of table s.t needs \"constraint\", for it has \"deferrable\"");
	check_part_lacks("policies", "p: {}", "policy p of table s.t needs \"using\", \"check\" or \"command\"");
	check_part_lacks(
		"partition_by", "range: []", "\"range\" of a table: expected a list with at least one key, found an empty list");
	check_error("schema s:\n  table t:\n    columns:\n    - a\n", "t.yaml:4:7: column a of table s.t needs \"type\"");
	check_error("schema s:\n  table t:\n    columns:\n    - a:\n        virtual: true\n        type: text\n",
		"t.yaml:4:7: column a of table s.t needs \"generated\", for it has \"virtual\"");
	check_error("schema s:\n  table t:\n    columns:\n    - a:\n        identity: {start_value: 5}\n        type: integer\n",
		"t.yaml:4:7: column a of table s.t needs \"identity.generated\", for it has \"identity\"");
	check_error(
		"schema s:\n  type t:\n    attributes:\n    - a: {}\n", "t.yaml:4:7: attribute a of composite s.t needs \"type\"");
	check_error("schema s:\n  domain d:\n    type: text\n    check_constraints:\n      c: {}\n",
		"t.yaml:5:7: domain constraint c of domain s.d needs \"expression\"");
	check_error("schema s:\n  text search configuration c:\n    parser: default\n    mappings:\n      word: []\n",
		"t.yaml:5:7: mapping word of text search configuration s.c needs \"dictionaries\"");
}

Test(required, objects_at_the_top)
{
	check_top_lacks("cast (integer as text): {}", "cast (integer as text) needs \"function\" or \"method\"");
	check_top_lacks("cast (integer as text): {method: function}", "cast (integer as text) needs \"function\" or \"method\"");
	check_top_lacks("transform for text language sql: {}", "transform text language sql needs \"from_sql\" or \"to_sql\"");
	check_top_lacks("language l: {validator: f}", "language l needs \"handler\", for it has \"validator\"");
	check_top_lacks("access method m: {type: table}", "access method m needs \"handler\"");
	check_top_lacks("event trigger e: {event: ddl_command_end}", "event trigger e needs \"procedure\"");
	check_top_lacks("subscription s: {connection: ''}", "subscription s needs \"publications\"");
	check_error("default privileges:\n- role: alice\n", "t.yaml:2:3: a default privileges needs \"objects\"");
	check_error("system privileges:\n- kind: table\n", "t.yaml:2:3: a system privileges needs \"name\"");
}

/* Blanks and comments are no SQL. */
Test(required, sql)
{
	check_error(
		"schema s:\n  view v:\n    definition: ' '\n", "t.yaml:3:5: \"definition\" of a view: expected SQL, found \" \"");
	check_error("schema s:\n  view v:\n    definition: -- later\n",
		"t.yaml:3:5: \"definition\" of a view: expected SQL, found \"-- later\"");
	check_error("schema s:\n  domain d:\n    type: '  '\n", "t.yaml:3:5: \"type\" of a domain: expected SQL, found \"  \"");
	check_error("schema s:\n  table t:\n    columns:\n    - a:\n        default: /* none */\n        type: text\n",
		"t.yaml:5:9: \"default\" of a column: expected SQL, found \"/* none */\"");
}

/* What is absent because it is PostgreSQL's own default, or told by something else, is not missed. */
Test(required, not_more_than_that)
{
	static const char *const good[] = {
		"schema s:\n  view v:\n    columns:\n    - a: {description: x}\n    definition: SELECT 1 AS a\n",
		"schema s:\n  table t: {}\n  type e:\n    labels: []\n  type c:\n    attributes: []\n",
		"schema s:\n  function f():\n    language: sql\n    returns: integer\n    source: ''\n",
		"schema s:\n  function f():\n    body: RETURN 1\n    language: sql\n    returns: integer\n",
		"schema s:\n  function f():\n    language: c\n    obj_file: f\n    returns: integer\n",
		"schema s:\n  table t:\n    policies:\n      p: {command: all}\n    triggers:\n      g: {enabled: always, "
		"inherited: true}\n",
		"schema s:\n  collation c: {locale: C}\n  sequence q: {}\n",
		"cast (integer as text): {method: inout}\n",
		"language plperl: {trusted: true}\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
		struct pool *pool = pool_new();
		snapshot_free(loaded(pool, good[i]));
		pool_free(pool);
	}
}
