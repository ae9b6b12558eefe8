/* What merging two branches of a document gives, and where it is a conflict. */
#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

#include "yaml/merge_document.h"

/*
 * Where conflict is NULL the merged document is the last text; else that is a part of it, and conflict of what is told. note: a
 * part of what else is told.
 */
struct row {
	const char *base, *ours, *theirs, *merged, *conflict, *note, *path;
};

static char *joined(const GPtrArray *texts)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < texts->len; i++)
		g_string_append_printf(out, "%s\n", (char *)texts->pdata[i]);
	return g_string_free(out, false);
}

static void check_row(const struct row *row)
{
	const struct version versions[] = { { row->base, strlen(row->base) }, { row->ours, strlen(row->ours) },
		{ row->theirs, strlen(row->theirs) } };
	g_autoptr(GError) error = NULL;
	struct merge merge;

	merge_init(&merge);
	cr_assert(merge_document(row->path ? row->path : "schema.yaml", versions, row->path, NULL, &merge, &error), "%s\n%s",
		error ? error->message : "", row->ours);
	g_autofree char *conflicts = joined(merge.conflicts), *notes = joined(merge.notes);
	if (row->conflict)
		cr_expect(strstr(conflicts, row->conflict) && strstr(merge.text->str, row->merged),
			"expected %s and %s, got %s and\n%s", row->conflict, row->merged, conflicts, merge.text->str);
	else
		cr_expect(!*conflicts && strcmp(merge.text->str, row->merged) == 0, "expected\n%s\ngot %s and\n%s", row->merged,
			conflicts, merge.text->str);
	cr_expect(row->note ? strstr(notes, row->note) != NULL : !*notes, "expected %s, got %s", row->note, notes);
	merge_clear(&merge);
}

static void check_rows(const struct row *row)
{
	for (; row->base; row++)
		check_row(row);
}

#define TABLE(columns) "schema s:\n  table t:\n    columns:\n" columns
#define COLUMN(name) "    - " name ":\n        type: text\n"

Test(merge, columns)
{
	check_rows((const struct row[]){
		/* both append: both stay, ours first */
		{ TABLE(COLUMN("a")), TABLE(COLUMN("a") COLUMN("x")), TABLE(COLUMN("a") COLUMN("y") COLUMN("z")),
			TABLE(COLUMN("a") COLUMN("x") COLUMN("y") COLUMN("z")), NULL, "table t: columns: x (ours) and y (theirs)" },
		{ TABLE(COLUMN("a") COLUMN("b")), TABLE(COLUMN("a") COLUMN("x") COLUMN("b")),
			TABLE(COLUMN("a") COLUMN("b") COLUMN("y")), TABLE(COLUMN("a") COLUMN("x") COLUMN("b") COLUMN("y")) },
		/* what both add alike is one */
		{ TABLE(COLUMN("a")), TABLE(COLUMN("a") COLUMN("x")), TABLE(COLUMN("a") COLUMN("x")),
			TABLE(COLUMN("a") COLUMN("x")) },
		{ TABLE(COLUMN("a")), TABLE(COLUMN("a") COLUMN("x")),
			TABLE(COLUMN("a") "    - x:\n        not_null: true\n        type: text\n"),
			"    - x:\n<<<<<<< ours\n=======\n        not_null: true\n>>>>>>> theirs\n        type: text\n",
			"columns: x: not_null: added in both, in different ways" },
		{ TABLE(COLUMN("a") COLUMN("b")), TABLE(COLUMN("b")), TABLE(COLUMN("a") COLUMN("b") COLUMN("c")),
			TABLE(COLUMN("b") COLUMN("c")) },
		{ TABLE(COLUMN("a") COLUMN("b")), TABLE(COLUMN("b")), TABLE("    - a:\n        type: integer\n" COLUMN("b")),
			"<<<<<<< ours\n=======\n    - a:\n        type: integer\n>>>>>>> theirs\n",
			"columns: a: removed in ours, changed in theirs" },
		/* one puts them in another order, the other adds one; both do */
		{ TABLE(COLUMN("a") COLUMN("b")), TABLE(COLUMN("a") COLUMN("b") COLUMN("c")), TABLE(COLUMN("b") COLUMN("a")),
			TABLE(COLUMN("b") COLUMN("c") COLUMN("a")) },
		{ TABLE(COLUMN("a") COLUMN("b") COLUMN("c")), TABLE(COLUMN("b") COLUMN("a") COLUMN("c")),
			TABLE(COLUMN("a") COLUMN("c") COLUMN("b")),
			"<<<<<<< ours\n    columns:", "table t: columns: changed in both" },
		{ 0 },
	});
}

#define TWO "schema s:\n  table t: {columns: [a: text]}\n  table u: {columns: [a: text]}\n"

/* Former names that stand in one place come and go each by itself. */
Test(merge, section_of_renames)
{
	check_rows((const struct row[]){
		{ "renames:\n  table s.t: x\n" TWO, "renames:\n  column a of table s.t: y\n  table s.t: x\n" TWO,
			"renames:\n  table s.t: x\n  table s.u: z\n" TWO,
			"renames:\n  column a of table s.t: y\n  table s.t: x\n  table s.u: z\n" TWO },
		{ "renames:\n  table s.t: x\n" TWO, "renames:\n  table s.u: z\n" TWO, "renames:\n  table s.t: x\n" TWO,
			"renames:\n  table s.u: z\n" TWO },
		{ TWO, "renames:\n  table s.t: x\n" TWO, "renames:\n  table s.u: z\n" TWO,
			"renames:\n  table s.t: x\n  table s.u: z\n" TWO },
		{ TWO, "renames:\n  table s.t: x\n" TWO, "renames:\n  table s.t: y\n" TWO,
			"  table s.t: x\n=======\n  table s.t: y\n", "renames: table s.t: added in both, in different ways" },
		{ 0 },
	});
}

#define OLD TABLE(COLUMN("a") COLUMN("b"))

Test(merge, renames)
{
	check_rows((const struct row[]){
		{ OLD, TABLE("    - new:\n        oldname: a\n        type: text\n" COLUMN("b")),
			TABLE("    - a:\n        not_null: true\n        type: text\n" COLUMN("b")),
			TABLE("    - new:\n        not_null: true\n        oldname: a\n        type: text\n" COLUMN("b")) },
		{ OLD, "schema s:\n  table u:\n    columns:\n" COLUMN("a") COLUMN("b") "    oldname: t\n",
			TABLE(COLUMN("a") COLUMN("b") COLUMN("c")),
			"schema s:\n  table u:\n    columns:\n" COLUMN("a") COLUMN("b") COLUMN("c") "    oldname: t\n" },
		{ OLD, TABLE("    - new:\n        oldname: a\n        type: text\n" COLUMN("b")),
			TABLE("    - other:\n        oldname: a\n        type: text\n" COLUMN("b")), "<<<<<<< ours\n    - new:\n",
			"columns: new: changed in both" },
		/* ours calls it otherwise, theirs begins to use the old name */
		{ OLD, TABLE("    - new:\n        oldname: a\n        type: text\n" COLUMN("b")),
			OLD "    indexes:\n      i:\n        keys:\n        - a\n", "<<<<<<< ours and theirs: ", "a" },
		{ OLD, "schema s:\n  table u:\n    columns:\n" COLUMN("a") COLUMN("b") "    oldname: t\n",
			OLD "  view v:\n    definition: SELECT a FROM s.t\n",
			"<<<<<<< ours and theirs: ", "view s.v, as theirs has it, needs table s.t, which is gone" },
		{ 0 },
	});
}

Test(merge, what_does_not_go_together)
{
	check_rows((const struct row[]){
		/* a column that the other one's foreign key, index, view needs */
		{ OLD, TABLE(COLUMN("b")), OLD "    indexes:\n      i:\n        keys:\n        - a\n",
			"<<<<<<< ours and theirs: schema.yaml:", "a" },
		{ OLD, "schema s:\n  table u:\n    columns:\n" COLUMN("a"), OLD "  view v:\n    definition: SELECT a FROM s.t\n",
			"<<<<<<< ours and theirs: view s.v, as theirs has it, needs ", "which is gone" },
		/* one name for two relations */
		{ OLD, OLD "  table x:\n    columns:\n" COLUMN("a"), OLD "  view x:\n    definition: SELECT 1\n",
			"<<<<<<< ours and theirs: ", "cannot have the same name" },
		/* a default, and how the value is generated */
		{ TABLE(COLUMN("a")), TABLE("    - a:\n        default: 'x'\n        type: text\n"),
			TABLE("    - a:\n        generated: upper('x')\n        type: text\n"),
			"<<<<<<< ours and theirs: ", "generated" },
		{ 0 },
	});
}

#define PERSON(before, behind, name) \
	"# kept by hand\n\nschema s:\n  # people\n  table person:\n    columns:\n    - id: {type: integer, not_null: true}\n" before \
	"    - name:\n        type: text" behind "\n" name

#define TABLES(a, b) "  table t:\n    columns:\n    - a:\n        type: " a "\n    - b:\n        type: " b "\n"

Test(merge, comments_and_a_persons_hand)
{
	check_rows((const struct row[]){
		{ PERSON("", "", ""), PERSON("    # the whole name\n", "", ""),
			PERSON("", "  # for now", "  # money\n  table pay:\n    columns: []\n"),
			PERSON("    # the whole name\n", "  # for now", "  # money\n  table pay:\n    columns: []\n") },
		{ PERSON("", "", ""), PERSON("    # the whole name\n", "", ""), PERSON("    # the first name\n", "", ""),
			"<<<<<<< ours\n    # the whole name\n=======\n    # the first name\n>>>>>>> theirs\n    - name:\n",
			"columns: name: the comments before it were changed in both" },
		/* in brackets, and in lines */
		{ PERSON("", "", ""),
			"# kept by hand\n\nschema s:\n  # people\n  table person:\n    columns:\n    - id:\n        not_null: "
			"true\n"
			"        type: bigint\n    - name:\n        type: text\n",
			"# kept by hand\n\nschema s:\n  # people\n  table person:\n    columns:\n"
			"    - id: {type: integer, not_null: true, default: 7}\n    - name:\n        type: text\n",
			"# kept by hand\n\nschema s:\n  # people\n  table person:\n    columns:\n    - id:\n        not_null: "
			"true\n"
			"        default: 7\n        type: bigint\n    - name:\n        type: text\n" },
		/* a comment in what the other one drops */
		{ PERSON("", "", ""), PERSON("    # not yet dropped\n", "", ""),
			"# kept by hand\n\nschema s:\n  # people\n  table person:\n    columns:\n    - id: {type: integer, "
			"not_null: true}\n",
			"    # not yet dropped\n", "columns: name: changed in ours, removed in theirs" },
		/* other indentation */
		{ "schema s:\n  table t:\n    columns:\n    - a:\n        type: text\n",
			"schema s:\n    table t:\n        columns:\n          - a:\n              type: text\n",
			"schema s:\n  table t:\n    columns:\n    - a:\n        type: text\n    description: |\n      two\n\n     "
			"   lines\n",
			"schema s:\n  table t:\n    columns:\n    - a:\n        type: text\n    description: |\n      two\n\n     "
			"   lines\n" },
		{ "schema s:\n  table t:\n    columns:\n    - a:\n        type: text\n",
			"schema s:\n    table t:\n        columns:\n          - a:\n              type: date\n",
			"schema s:\n  table t:\n    columns:\n    - a:\n        type: text\n    description: |\n      two\n\n     "
			"   lines\n",
			"schema s:\n    table t:\n        columns:\n          - a:\n              type: date\n        "
			"description: |\n"
			"          two\n\n            lines\n" },
		{ OLD, TABLE(COLUMN("a") COLUMN("b") "    description: x\n"),
			"schema s:\r\n  table t:\r\n    columns:\r\n    - a:\r\n        type: text\r\n",
			TABLE(COLUMN("a") "    description: x\n") },
		{ 0 },
	});
}

#define GRANTED(owner, grants) "schema s:\n" owner "  privileges:\n" grants "  table t:\n    columns:\n" COLUMN("a")

/* A key that is too long for one line of YAML, and lines that do not stand by themselves. */
Test(merge, unusual_layout)
{
	check_rows((const struct row[]){
		{ "schema s:\n  ? function f(a text, b\n    text)\n  : language: sql\n    source: |\n      a\n    returns: text\n" TABLES(
			  "text", "text"),
			"schema s:\n  ? function f(a text, b\n    text)\n  : language: sql\n    source: |\n      a\n    returns: "
			"text\n" TABLES("date", "text"),
			"schema s:\n  ? function f(a text, b\n    text)\n  : language: sql\n    source: |\n      b\n    returns: "
			"text\n" TABLES("text", "uuid"),
			"schema s:\n  ? function f(a text, b\n    text)\n  : language: sql\n    source: |\n      b\n    returns: "
			"text\n" TABLES("date", "uuid") },
		{ "schema s:\n  table t: {columns: [a: {type: text}, b: {type: text}]}\n",
			"schema s:\n  table t: {columns: [a: {type: date}, b: {type: text}]}\n",
			"schema s:\n  table t: {columns: [a: {type: text}, b: {type: uuid}]}\n",
			"schema s:\n  table t:\n    columns:\n    - a:\n        type: date\n    - b:\n        type: uuid\n" },
		{ "schema s:\n  table t:\n    columns:\n    -\n      a:\n        type: text\n    - b:\n        type: text\n",
			"schema s:\n  table t:\n    columns:\n    -\n      a:\n        type: date\n    - b:\n        type: text\n",
			"schema s:\n  table t:\n    columns:\n    -\n      a:\n        type: text\n    - b:\n        type: uuid\n",
			"schema s:\n  table t:\n    columns:\n    - a:\n        type: date\n    - b:\n        type: uuid\n" },
		{ 0 },
	});
}

Test(merge, privileges)
{
	check_rows((const struct row[]){
		{ GRANTED("  owner: o\n", "  - a:\n    - usage\n"),
			GRANTED("  owner: o\n", "  - a:\n    - usage\n  - b:\n    - usage\n"),
			GRANTED("  owner: o\n", "  - c:\n    - usage\n"),
			GRANTED("  owner: o\n", "  - b:\n    - usage\n  - c:\n    - usage\n") },
		/* `all` less one right is another list: two of them are no union */
		{ GRANTED("  owner: o\n", "  - a:\n    - all\n"), GRANTED("  owner: o\n", "  - a:\n    - usage\n"),
			GRANTED("  owner: o\n", "  - a:\n    - create\n"), "<<<<<<< ours\n  - a:\n    - usage\n=======\n",
			"privileges: a: changed in both" },
		/* each drops what the other has left of privileges: the document still speaks of them */
		{ "schema s:\n  owner: o\n  privileges:\n  - a:\n    - usage\nschema t:\n  owner: o\n  privileges:\n  - a:\n    - "
		  "usage\n",
			"schema s:\n  owner: o\nschema t:\n  owner: o\n  privileges:\n  - a:\n    - usage\n",
			"schema s:\n  owner: o\n  privileges:\n  - a:\n    - usage\nschema t:\n  owner: o\n",
			"omitted: []\nschema s:\n  owner: o\nschema t:\n  owner: o\n" },
		{ "# x\n\nschema s:\n  owner: o\n  privileges:\n  - a:\n    - usage\nschema t:\n  owner: o\n  privileges:\n  - "
		  "a:\n    - usage\n",
			"# x\n\nschema s:\n  owner: o\nschema t:\n  owner: o\n  privileges:\n  - a:\n    - usage\n",
			"# x\n\nschema s:\n  owner: o\n  privileges:\n  - a:\n    - usage\nschema t:\n  owner: o\n",
			"# x\n\nomitted: []\nschema s:\n  owner: o\nschema t:\n  owner: o\n" },
		{ 0 },
	});
}

Test(merge, edges)
{
	check_rows((const struct row[]){
		/* added by both */
		{ "", "schema a: {}\n", "schema b: {}\n", "schema a: {}\nschema b: {}\n" },
		{ "{}\n", "schema s:\n  table a:\n    columns:\n" COLUMN("x"), "schema s:\n  table b:\n    columns:\n" COLUMN("x"),
			"schema s:\n  table a:\n    columns:\n" COLUMN("x") "  table b:\n    columns:\n" COLUMN("x") },
		{ "schema a: {}\nschema b: {}\n", "schema a: {}\n", "schema b: {}\n", "{}\n" },
		/* one file of a tree: what it refers to stands in others */
		{ "table t:\n  columns:\n  - a:\n      type: text\n",
			"table t:\n  columns:\n  - a:\n      type: text\n  description: x\n",
			"table t:\n  columns:\n  - a:\n      type: text\n  foreign_keys:\n    f:\n      columns:\n      - a\n     "
			" references:\n"
			"        columns:\n        - a\n        schema: other\n        table: o\n",
			"table t:\n  columns:\n  - a:\n      type: text\n  description: x\n  foreign_keys:\n    f:\n      "
			"columns:\n      - a\n"
			"      references:\n        columns:\n        - a\n        schema: other\n        table: o\n",
			NULL, NULL, "metadata/schema.s/table.t.yaml" },
		{ 0 },
	});
}

Test(merge, no_document)
{
	static const struct version versions[] = { { "a: 1\n", 5 }, { "<<<<<<< x\n", 10 }, { "a: 1\n", 5 } };
	g_autoptr(GError) error = NULL;
	struct merge merge;

	merge_init(&merge);
	cr_assert(!merge_document("s.yaml", versions, false, NULL, &merge, &error));
	cr_assert(strstr(error->message, "s.yaml (ours):1:1"), "%s", error->message);
	merge_clear(&merge);
}
