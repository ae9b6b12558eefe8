/* Single objects taken into a document. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

TestSuite(pick, .fini = run_cleanup, .timeout = 60);

#define TABLE(name, type) "  table " name ":\n    columns:\n    - id:\n        type: " type "\n"
#define VIEW(name, table) "  view " name ":\n    definition: SELECT id FROM s." table "\n"

static void write_documents(void)
{
	run_file("doc.yaml", "schema s:\n" TABLE("a", "integer") TABLE("b", "integer") VIEW("v", "a"));
	run_file("hand.yaml", "# kept by hand\n\nschema s:\n  # the first one\n" TABLE(
				      "a", "integer # a key") "  # the second one\n" TABLE("b", "\"integer\"") VIEW("v", "a"));
	run_file("db.yaml",
		"schema s:\n" TABLE("a", "bigint") TABLE("c", "s.mood") VIEW("w",
			"c") "  function f(integer):\n    language: sql\n    returns: integer\n    source: SELECT 1\n  function "
			     "f(text):\n    language: sql\n    returns: integer\n    source: SELECT 1\n"
			     "  sequence a_seq:\n    owner_column: id\n    owner_table: a\n  type mood:\n    labels:\n    - sad\n"
			     "schema t:\n" TABLE("x", "date"));
}

Test(pick, objects)
{
	write_documents();
	run_rows((const struct expected[]){
		/* what has changed, what is new, what is gone; the rest stays */
		{ "db2yaml -o doc.yaml doc.yaml; cp doc.yaml old.yaml; db2yaml --pick 'table s.a' --pick s.b -o doc.yaml db.yaml; "
		  "yaml2db --check old.yaml doc.yaml",
			1, "column id of table s.a: type: wanted \"bigint\", found \"integer\"\ntable s.b: not wanted\n", NULL },
		{ "grep -c a_seq doc.yaml; db2yaml doc.yaml | cmp - doc.yaml; grep -c 'view v' doc.yaml", 0, "1\n1\n", NULL },
		{ "db2yaml --pick s.w -o doc.yaml db.yaml", 2, NULL,
			"db2yaml: nothing was written:\n    view s.w needs table s.c, which the document lacks\n    --pick-needed "
			"takes along what the document lacks\n" },
		{ "db2yaml --pick s.w --pick-needed -o doc.yaml db.yaml; grep -cE '^  (view [vw]|table c|type mood):' doc.yaml; "
		  "grep -c 'table x' doc.yaml",
			1, "4\n0\n", NULL },
		{ "db2yaml --pick t.x --pick-needed -o doc.yaml db.yaml; grep -c '^schema t:' doc.yaml", 0, "1\n", NULL },
		{ "db2yaml --pick 's.f(text)' -o doc.yaml db.yaml; grep -c function doc.yaml; db2yaml --pick 'function s.f' -o "
		  "doc.yaml db.yaml; grep -c function doc.yaml",
			0, "1\n2\n", NULL },
		/* one that is not there yet */
		{ "db2yaml --pick 'table t.x' --pick-needed -O -x -o new.yaml db.yaml; cat new.yaml", 0,
			"omitted:\n- owners\n- privileges\nschema t:\n" TABLE("x", "date"), NULL },
		{ 0 },
	});
}

Test(pick, refusals)
{
	write_documents();
	run_rows((const struct expected[]){
		{ "sed -i 's/table a:/table z:/' db.yaml; sed -i '/a_seq/,/owner_table/d' db.yaml; cp doc.yaml old.yaml; db2yaml "
		  "--pick s.a -o doc.yaml db.yaml; cmp doc.yaml old.yaml",
			0, NULL, "view s.v is not picked, and needs table s.a, which goes\n" },
		{ "db2yaml --pick s.a --pick s.v -o doc.yaml db.yaml; cat doc.yaml", 0, "schema s:\n" TABLE("b", "integer"), NULL },
		{ "db2yaml --pick nothing -o doc.yaml db.yaml", 2, NULL,
			"--pick nothing: neither the database nor the document has such an object" },
		{ "db2yaml --pick s.a db.yaml", 2, NULL, "--pick needs the document" },
		{ "db2yaml --pick s.a -t a -o doc.yaml db.yaml", 2, NULL, "--pick excludes" },
		{ "db2yaml --pick-needed db.yaml", 2, NULL, "--pick-needed goes with --pick" },
		{ 0 },
	});
}

/* Comments and layout stay where nothing is picked, and where they can in what is. */
Test(pick, documents_kept_by_hand)
{
	write_documents();
	run_rows((const struct expected[]){
		{ "cp hand.yaml was.yaml; db2yaml --pick s.c --pick 'type s.mood' -o hand.yaml db.yaml; diff was.yaml hand.yaml | "
		  "grep -c '^<'; grep -c '#' hand.yaml; yaml2db --check was.yaml hand.yaml",
			1, "0\n4\nenum s.mood: missing\ntable s.c: missing\n", NULL },
		{ "cp hand.yaml was.yaml; db2yaml --pick s.a -o hand.yaml db.yaml; cmp hand.yaml was.yaml", 0, NULL,
			"stands in the way here: schema s: table a: columns: id: type: changed in both" },
		{ "sed -i 's/ # a key//' hand.yaml; db2yaml --pick s.a -o hand.yaml db.yaml; sed -n '/the first/,/bigint/p' "
		  "hand.yaml",
			0, "  # the first one\n" TABLE("a", "bigint"), NULL },
		{ 0 },
	});
}

Test(pick, directories)
{
	write_documents();
	run_rows((const struct expected[]){
		{ "db2yaml -m doc.yaml; sed -i '1i # the second one' metadata/schema.s/table.b.yaml; db2yaml -m --pick s.a --pick "
		  "s.c --pick-needed db.yaml; ls metadata/schema.s; head -1 metadata/schema.s/table.b.yaml",
			0,
			"sequence.a_seq.yaml\ntable.a.yaml\ntable.b.yaml\ntable.c.yaml\ntype.mood.yaml\nview.v.yaml\n# the second "
			"one\n",
			NULL },
		{ "db2yaml -m --pick s.b db.yaml; ls metadata/schema.s | grep -c table.b", 0, "1\n",
			"table.b.yaml: is to go, and has comments" },
		{ "sed -i 1d metadata/schema.s/table.b.yaml; db2yaml -m --pick s.b db.yaml; ls metadata/schema.s | grep -c table.b",
			1, "0\n", NULL },
		{ "mv metadata/schema.s/table.a.yaml metadata/schema.s/mine.yaml; sed -i s/bigint/date/ db.yaml; db2yaml -m "
		  "--pick s.a db.yaml",
			2, NULL, "table.a.yaml: is not there" },
		{ "db2yaml -m -r new --pick t.x --pick-needed db.yaml; ls new/metadata/schema.t", 0, "table.x.yaml\n", NULL },
		{ 0 },
	});
}

/* From a server, with all that a table brings along there: a serial column, its index, a foreign key, grants. */
Test(pick, from_a_database)
{
	make("picked", shop_schema);
	run_rows((const struct expected[]){ { "db2yaml -o doc.yaml picked && cp doc.yaml old.yaml", 0, NULL, NULL }, { 0 } });
	more("picked",
		"ALTER TABLE shop.item ADD COLUMN price numeric; CREATE TABLE shop.stock (id serial PRIMARY KEY, item integer "
		"REFERENCES shop.item);"
		"CREATE INDEX ON shop.item (title); GRANT SELECT ON shop.item TO public; ALTER TYPE shop.mood ADD VALUE 'worse'; "
		"DROP VIEW shop.sold; DROP TABLE depot.item;"
		"CREATE SEQUENCE shop.own OWNED BY shop.stock.item");
	run_rows((const struct expected[]){
		{ "db2yaml --pick shop.stock --pick shop.item -o doc.yaml picked; yaml2db --check old.yaml doc.yaml | sed '$d'", 0,
			"found nothing\ncolumn price of table shop.item: missing\nindex item_title_idx of table shop.item: "
			"missing\ntable shop.stock: missing\n",
			NULL },
		{ "db2yaml --pick 'type shop.mood' --pick shop.sold -o doc.yaml picked; db2yaml --pick depot.item -o doc.yaml "
		  "picked; db2yaml picked | cmp - doc.yaml; yaml2db --check picked doc.yaml",
			0, NULL, NULL },
		/* the same by files */
		{ "db2yaml -m old.yaml && db2yaml -m --pick shop.stock --pick shop.item --pick shop.mood --pick shop.sold --pick "
		  "depot.item picked && yaml2db --check picked metadata",
			0, NULL, NULL },
		{ 0 },
	});
	drop("picked");
}
