/* What is written, byte for byte; and that writing, loading and writing again changes nothing. */
#include "help.h"

#include "catalog/kinds/column.h"
#include "catalog/kinds/routine.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/view.h"
#include "catalog/snapshot_finish.h"
#include "sql/quote.h"

static const char *const nasty[] = {
	"a",
	"Odd Tbl-1",
	"a/c",
	"yes",
	"1",
	"a: b",
	"a #b",
	"\"q\"",
	"it's",
	"a(b",
	"a,b",
	"a)b",
	"tab\tx",
	"new\nline",
	" lead",
	"trail ",
	"é漢\xF0\x9F\x90\x98",
	"cr\rx",
	"\x01",
	"<<",
	"~",
	"- x",
	"? x",
	"a using b",
	"table x",
	"PUBLIC",
	"\"",
	"\\",
	"%s",
	"{}",
	"[]",
	"\xC2\x85",
	"\xEF\xBB\xBF",
	"a.b",
	"null",
};

/* A text made with quote_format(), of the pool. */
static const char *sql_text(struct pool *pool, const char *format, ...)
{
	g_autoptr(GString) out = g_string_new(NULL);
	va_list arguments;

	va_start(arguments, format);
	quote_format_v(out, format, arguments);
	va_end(arguments);
	return pool_text(pool, out->str);
}

/* Every nasty name as a schema, table, column, function, role, type label and text. */
static struct snapshot *nasty_snapshot(struct pool *pool)
{
	struct snapshot *snapshot = snapshot_new(pool);

	for (size_t i = 0; i < G_N_ELEMENTS(nasty); i++) {
		const char *name = pool_text(pool, nasty[i]);
		struct object *schema = snapshot_add(snapshot, &schema_kind, NULL, name, NULL);
		struct privilege privileges[] = { { name, "c", "r" }, { NULL, name, "a*w" }, { "PUBLIC", NULL, "all" },
			{ "\"x", "b", "d*" } };

		schema->owner = name;
		schema->comment = name;
		for (size_t j = 0; j < G_N_ELEMENTS(nasty); j++) {
			const char *other = pool_text(pool, nasty[j]);
			struct object *table = snapshot_add(snapshot, &table_kind, name, other, NULL);
			struct routine *routine = (struct routine *)snapshot_add(
				snapshot, &function_kind, name, other, j % 2 ? "a \"Odd, (\", b" : "");
			struct view *view =
				(struct view *)snapshot_add(snapshot, &view_kind, name, pool_printf(pool, "v%s", other), NULL);

			table->owner = other;
			table->privileges = privileges_make(pool, &table_kind, privileges, G_N_ELEMENTS(privileges), table->owner);
			for (size_t k = 0; k < G_N_ELEMENTS(nasty); k += 3) {
				struct column *column = (struct column *)snapshot_add_part(snapshot, &column_kind, table, nasty[k]);
				column->type = sql_text(pool, "%I", other);
				column->default_ = sql_text(pool, "%L", nasty[(j + k) % G_N_ELEMENTS(nasty)]);
				column->not_null = k % 2;
			}
			routine->source = j % 5 ? other : pool_text(pool, "");
			routine->language = other;
			routine->returns = pool_text(pool, "text");
			view->definition = sql_text(pool, "%I\n%I\n%L", other, name, other);
			view->options = pool_names(pool,
				(const char *const[]){ pool_printf(pool, "a=%s", name), pool_printf(pool, "b=%s", other) }, 2);
		}
	}
	cr_assert(snapshot_finish(snapshot, NULL));
	return snapshot;
}

Test(write, nasty_names_round_trip, .timeout = 120)
{
	struct pool *pool = pool_new();
	struct snapshot *snapshot = nasty_snapshot(pool);
	g_autofree char *first = written(snapshot, NULL);
	struct snapshot *again = loaded(pool, first);
	g_autofree char *second = written(again, NULL);

	cr_assert(strcmp(first, second) == 0);
	cr_assert_eq(snapshot_all(snapshot).count, snapshot_all(again).count);
	for (size_t i = 0; i < snapshot_all(snapshot).count; i++) {
		const struct object *have = snapshot_all(snapshot).items[i], *want = snapshot_all(again).items[i];
		cr_assert(have->kind == want->kind && have->name == want->name && have->schema == want->schema &&
			  have->owner == want->owner && have->comment == want->comment && have->signature == want->signature &&
			  privileges_equal(have->privileges, want->privileges));
		for (const struct attribute *row = have->kind->attributes; row->name; row++)
			cr_assert(attribute_equal(row, have, want), "%s of %s", row->name, have->name);
	}
	snapshot_free(snapshot);
	snapshot_free(again);
	pool_free(pool);
}

Test(write, order_and_indentation)
{
	check_written(
		"omitted: []\nschema b:\n  owner: o\nschema a:\n  view v:\n    definition: SELECT 1\n  table t:\n    columns:\n   "
		" - z: text\n    - a: text\n"
		"    description: \"two\\nlines\"\n    indexes:\n      i:\n        keys:\n        - a\n        - lower(z):\n      "
		"      type: expression\n"
		"    depends_on: [view v, table b.x]\n",
		"omitted: []\nschema a:\n  table t:\n    columns:\n    - z:\n        type: text\n    - a:\n        type: text\n"
		"    depends_on:\n    - table b.x\n    - view v\n    description: |-\n      two\n      lines\n"
		"    indexes:\n      i:\n        keys:\n        - a\n        - lower(z):\n            type: expression\n"
		"  view v:\n    definition: |-\n      SELECT 1\nschema b:\n  owner: o\n");
}

/* The options of an identity column are its sequence's; one without options is not written at all. */
Test(write, identity_is_a_word_or_a_map)
{
	check_written(
		"omitted: []\nschema s:\n  owner: o\n  table t:\n    columns:\n    - a:\n        identity: always\n        type: "
		"integer\n"
		"    - b:\n        identity:\n          cycle: true\n          generated: by default\n          start_value: 5\n  "
		"      type: integer\n    owner: o\n",
		"omitted: []\nschema s:\n  owner: o\n  sequence t_b_seq:\n    cycle: true\n    owner: o\n    owner_column: b\n"
		"    owner_table: t\n    start_value: 5\n  table t:\n    columns:\n    - a:\n        identity: always\n        "
		"type: integer\n"
		"    - b:\n        identity: by default\n        type: integer\n    owner: o\n");
}

Test(write, parts_of_every_shape)
{
	check_written(
		"omitted: []\nschema s:\n  owner: o\n  table t:\n    columns:\n    - a: text\n    partition_by:\n      range:\n   "
		"   - a:\n          collation: '\"C\"'\n      - a\n"
		"  text search configuration c:\n    parser: default\n    mappings:\n      word: [simple]\n",
		"omitted: []\nschema s:\n  owner: o\n  table t:\n    columns:\n    - a:\n        type: text\n    partition_by:\n  "
		"    range:\n      - a:\n"
		"          collation: \"\\\"C\\\"\"\n      - a\n"
		"  text search configuration c:\n    mappings:\n      word:\n      - simple\n    parser: pg_catalog.\"default\"\n");
}

Test(write, privileges)
{
	check_written(
		"schema s:\n  owner: o\n  privileges:\n  - o: []\n  table t:\n    owner: o\n    privileges:\n    - b: [update, "
		"select, insert: {grantable: true}]\n"
		"    - PUBLIC: {grantor: b, privs: [select]}\n    - PUBLIC: [delete]\n    - a: {grantor: o, privs: [all]}\n  "
		"table u:\n    owner: o\n    privileges: []\n",
		"schema s:\n  owner: o\n  privileges:\n  - o: []\n  table t:\n    owner: o\n    privileges:\n    - PUBLIC:\n      "
		"- delete\n"
		"    - PUBLIC:\n        grantor: b\n        privs:\n        - select\n    - a:\n      - all\n    - b:\n      - "
		"insert:\n          grantable: true\n"
		"      - select\n      - update\n  table u:\n    owner: o\n    privileges: []\n");
}

Test(write, what_is_left_out)
{
	static const struct yaml_write_options neither = { .no_owner = true, .no_privileges = true };
	struct pool *pool = pool_new();
	struct snapshot *snapshot = loaded(pool, "schema s:\n  owner: o\n  table t:\n    owner: o\n    privileges: []\n");
	g_autofree char *text = written(snapshot, &neither);

	cr_expect_str_eq(text, "omitted:\n- owners\n- privileges\nschema s:\n  table t: {}\n");
	check_written(text, text);
	check_written("{}", "{}\n");
	snapshot_free(snapshot);
	pool_free(pool);
}

/* Whoever says that a constraint is deferred need not say that it is deferrable. */
Test(write, deferred_implies_deferrable)
{
	check_written("omitted: []\nschema s:\n  owner: o\n  table t:\n    columns:\n    - a: {type: integer}\n"
		      "    foreign_keys:\n      f: {columns: [a], deferred: true, references: {columns: [a], table: t}}\n"
		      "    unique_constraints:\n      u: {columns: [a], deferred: true}\n",
		"omitted: []\nschema s:\n  owner: o\n  table t:\n    columns:\n    - a:\n        type: integer\n"
		"    foreign_keys:\n      f:\n        columns:\n        - a\n        deferrable: true\n        deferred: true\n   "
		"     references:\n          columns:\n          - a\n"
		"          schema: s\n          table: t\n"
		"    unique_constraints:\n      u:\n        columns:\n        - a\n        deferrable: true\n        deferred: "
		"true\n");
}
