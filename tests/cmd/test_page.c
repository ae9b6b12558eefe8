/* Tests --html: the page of a schema, and that of a plan. tests/page_check looks at a page as a whole. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

TestSuite(page, .fini = run_cleanup);

#define CHECK "$PGCANON_SOURCE/tests/page_check "
/* Prints an expression of Python, p is the page: of its elements find() and all() have the first one, and all, by an XPath. */
#define ASK(file, expression) \
	"python3 -c 'import xml.etree.ElementTree as t; p = t.parse(\"" file "\").getroot();" \
	" text = lambda e: \"\".join(e.itertext()); all = p.findall; find = p.find; print(" expression ")'"

/* Names and texts that would be markup, secrets, keys that refer to each other, and to their own table. */
static const char have[] =
	"schema s:\n"
	"  table <script>alert(1)</script>:\n"
	"    columns:\n    - id: {type: integer, not_null: true, description: '</td><b>bold</b> & \"quoted\"'}\n"
	"    - a&b: {type: integer}\n    - same: {type: integer}\n"
	"    primary_key: {pk: {columns: [id]}}\n"
	"    foreign_keys: {self: {columns: [a&b], references: {columns: [id], schema: s, table: <script>alert(1)</script>}}}\n"
	"  table gone:\n    columns: [id: {type: integer}]\n"
	"  table t:\n    columns:\n    - id: {type: integer, not_null: true}\n    - old: {type: integer}\n"
	"    primary_key: {t_pk: {columns: [id]}}\n"
	"    foreign_keys: {t_fk: {columns: [old], references: {columns: [id], schema: s, table: <script>alert(1)</script>}}}\n"
	"  table still:\n    columns: [id: {type: integer}]\n"
	"    foreign_keys: {still_fk: {columns: [id], references: {columns: [id], schema: s, table: t}}}\n"
	"  view v:\n    columns: [id]\n    definition: SELECT id FROM s.t\n"
	"foreign data wrapper w:\n  server srv:\n    options: [host=x]\n    user mappings:\n      PUBLIC:\n        options: [user=bob, password=hunter2]\n"
	"subscription sub:\n  connection: host=h password=hunter2\n  publications: [p]\n";

/* The same with a table less, one more, a column changed, one more, one less, and a key of other columns. */
#define MAKE_WANT \
	"python3 -c 's = open(\"have.yaml\").read();" \
	" s = s.replace(\"  table gone:\\n    columns: [id: {type: integer}]\\n\", \"  table fresh:\\n    columns: [t: {type: integer}]\\n" \
	"    foreign_keys: {f_fk: {columns: [t], references: {columns: [id], schema: s, table: t}}}\\n\");" \
	" s = s.replace(\"- old:\", \"- new:\").replace(\"[old]\", \"[new]\").replace(\"- same: {type: integer}\", \"- same: {type: bigint}\");" \
	" open(\"want.yaml\", \"w\").write(s)'"

Test(page, documents_a_schema)
{
	run_file("have.yaml", have);
	run_rows((const struct expected[]){
		/* a page alone; the same bytes each time */
		{ "db2yaml --html page.html have.yaml && db2yaml --html again.html have.yaml && cmp page.html again.html", 0, "",
			NULL },
		{ CHECK "page.html", 0, "7 objects, 4 diagrams, 11 boxes, 8 arrows\n", NULL },
		/* names are texts */
		{ ASK("page.html", "[text(h) for h in all(\".//article/h3\")][2:]"), 0,
			"['table <script>alert(1)</script>', 'table gone', 'table still', 'table t', 'view v']\n", NULL },
		{ ASK("page.html",
			  "[text(e) for e in all(\".//td/span[@class=\\\"about\\\"]\")], len(all(\".//script\")), len(all(\".//b\"))"),
			0, "['</td><b>bold</b> & \"quoted\"'] 1 0\n", NULL },
		{ "grep -c hunter page.html", 1, "0\n", NULL },
		{ "grep -o 'password=..secret.' page.html", 0, "password=${secret}\npassword=${secret}\n", NULL },
		/* who refers to it and uses it; where a click on a table leads */
		{ ASK("page.html",
			  "[[text(a), a.get(\"href\")] for a in all(\".//article[@id=\\\"table.s.t\\\"]/div[@class=\\\"uses\\\"]/a\")]"),
			0, "[['s.still (id)', '#table.s.still'], ['view s.v', '#view.s.v']]\n", NULL },
		{ ASK("page.html", "sorted({a.get(\"href\") for a in all(\".//svg//a\")})"), 0,
			"['#table.s.gone', '#table.s.still', '#table.s.t', '#table.s.~3cscript~3ealert~281~29~3c~2fscript~3e']\n",
			NULL },
		{ "db2yaml --html page.html -o copy.yaml have.yaml && db2yaml have.yaml | cmp - copy.yaml && cmp page.html again.html",
			0, "", NULL },
		/* neither over what is read, nor where it cannot be written */
		{ "cp have.yaml kept.yaml; db2yaml --html have.yaml have.yaml; echo $?; cmp have.yaml kept.yaml", 0, "2\n",
			"have.yaml" },
		{ "db2yaml --html same -o ./same have.yaml", 2, "", "same" },
		{ "db2yaml --html no/page.html -o out.yaml have.yaml; echo $?; ls out.yaml", 2, "2\n", "no/page.html" },
		{ "db2yaml --html page.html --normalize have.yaml", 2, "", "--html is for the schema of PLACE" },
		{ "GVBINDIR=$TMPDIR db2yaml --html none.html have.yaml; echo $?; ls none.html", 2, "2\n",
			"Graphviz cannot lay out a diagram" },
		/* what is in no schema has a section, and only then */
		{ "printf 'extension a: {}\\nextension b: {}\\n' >others.yaml && db2yaml --html page.html others.yaml && " CHECK
		  "page.html",
			0, "2 objects, 0 diagrams, 0 boxes, 0 arrows\n", NULL },
		{ ASK("page.html", "[text(e) for e in all(\".//section/h2\")], text(find(\".//*[@class=\\\"facts\\\"]\"))"), 0,
			"['database in no schema'] 2 extensions\n", NULL },
		{ "printf 'schema s:\\n  domain d: {type: text}\\nschema t: {}\\n' >few.yaml && db2yaml --html page.html few.yaml",
			0, "", NULL },
		{ ASK("page.html", "[text(e) for e in all(\".//section/h2\")]"), 0, "['schema s', 'schema t']\n", NULL },
		{ "echo '{}' >empty.yaml && db2yaml --html page.html empty.yaml && " CHECK "page.html", 0,
			"0 objects, 0 diagrams, 0 boxes, 0 arrows\n", NULL },
		{ 0 },
	});
}

Test(page, documents_a_database)
{
	make("page", shop_schema);
	run_rows((const struct expected[]){
		{ "db2yaml --html page.html page && db2yaml page >page.yaml && db2yaml --html document.html page.yaml", 0, "",
			NULL },
		{ CHECK "page.html && " CHECK "document.html", 0, "*", NULL },
		/* a document says the same, but for the place and its version */
		{ "diff page.html document.html | grep -c '^[<>]'", 0, "5\n", NULL },
		{ "grep -c '<p class=\"facts\">PostgreSQL [0-9]*</p>' page.html", 0, "1\n", NULL },
		{ 0 },
	});
	drop("page");
}

Test(page, shows_a_plan)
{
	run_file("have.yaml", have);
	run_rows((const struct expected[]){
		{ MAKE_WANT
			"; yaml2db --html page.html have.yaml want.yaml && yaml2db --html again.html have.yaml want.yaml && cmp page.html again.html",
			0, "", NULL },
		{ CHECK "page.html", 0, "4 objects, 1 diagrams, 5 boxes, 4 arrows\n", NULL },
		{ "grep -c hunter page.html", 1, "0\n", NULL },
		/* tables, columns and keys have the colours of what becomes of them */
		{ ASK("page.html", "[(g.get(\"class\"), text(g.find(\".//text\"))) for g in all(\".//svg/g\")]"), 0,
			"[('changed', 's.\"<script>alert(1)</script>\"'), ('added', 's.fresh'), ('dropped', 's.gone'), (None, 's.still'), "
			"('changed', 's.t')]\n",
			NULL },
		{ ASK("page.html",
			  "[(e.get(\"class\"), e.text) for e in all(\".//svg/g/text\") if e.get(\"class\") in (\"added\", \"changed\", "
			  "\"dropped\")]"),
			0, "[('changed', 'same'), ('added', 'new'), ('dropped', 'old')]\n", NULL },
		{ ASK("page.html", "[(e.get(\"class\"), text(e)) for e in all(\".//svg/path\")]"), 0,
			"[(None, 'self: <script>alert(1)</script> (a&b) references <script>alert(1)</script> (id)'), ('added', 'f_fk: fresh (t) references "
			"t (id)'), (None, 'still_fk: still (id) references t (id)'), ('changed', 't_fk: t (new) references <script>alert(1)</script> "
			"(id)')]\n",
			NULL },
		/* what differs, before and after; what is lost and locked */
		{ ASK("page.html", "[[text(c) for c in r] for r in all(\".//table[@class=\\\"differences\\\"]/tbody/tr\")]"), 0,
			"[['column same', 'type', 'integer', 'bigint'], ['column new', 'added', '', 'type integer'], ['column old', 'dropped', "
			"'type integer', ''], ['foreign key t_fk', 'columns', 'old', 'new']]\n",
			NULL },
		{ ASK("page.html", "[text(e) for e in all(\".//*[@class=\\\"loss\\\"]//li\")]"), 0,
			"['column old of table s.t is dropped, and its values are lost', 'table s.gone is dropped, and its rows are lost']\n",
			NULL },
		{ ASK("page.html", "[text(e) for e in all(\".//*[@id=\\\"table.s.gone\\\"]//li\")]"), 0,
			"DROP TABLE s.gone ACCESS EXCLUSIVE on table s.gone", NULL },
		{ ASK("page.html", "[[text(c) for c in r] for r in all(\".//*[@class=\\\"counts\\\"]/tbody/tr\")]"), 0,
			"[['column', '1', '1', '1'], ['table', '1', '', '1'], ['foreign key', '', '1', '']]\n", NULL },
		/* the way back */
		{ "yaml2db --revert --html page.html have.yaml want.yaml && " CHECK "page.html", 0, "4 objects, 1 diagrams, ",
			NULL },
		{ ASK("page.html", "[g.get(\"class\") for g in all(\".//svg/g\")]"), 0,
			"['changed', 'dropped', 'added', None, 'changed']\n", NULL },
		{ "yaml2db --html page.html have.yaml have.yaml && " CHECK "page.html && grep -c 'nothing differs' page.html", 0,
			"0 objects, 1 diagrams, 4 boxes, 3 arrows\n1\n", NULL },
		{ 0 },
	});
}

/* Together with other answers and outputs: a page is written although data would be lost, a script is not. */
Test(page, goes_with_other_outputs)
{
	run_file("have.yaml", have);
	run_rows((const struct expected[]){
		{ MAKE_WANT "; yaml2db --html page.html have.yaml want.yaml", 0, "", NULL },
		{ "yaml2db --html two.html -o up have.yaml want.yaml; echo $?; cmp page.html two.html; ls up", 2, "2\n",
			"data would be lost" },
		{ "yaml2db -q --allow-data-loss --html two.html --up up --down down have.yaml want.yaml && cmp page.html two.html && test -s up && test "
		  "-s down",
			0, "", "*" },
		{ "yaml2db -q --check --html two.html have.yaml want.yaml", 1, "table s.gone: not wanted\n", "*" },
		{ "cmp page.html two.html; yaml2db --check --html two.html have.yaml have.yaml && ! cmp -s page.html two.html", 0,
			"", NULL },
		{ "yaml2db --plan text --html two.html have.yaml want.yaml | head -n 1; cmp page.html two.html", 0,
			"from have.yaml to want.yaml: 2 to add, 2 to change, 2 to drop\n", NULL },
		{ "yaml2db -q --html - have.yaml want.yaml >two.html && cmp page.html two.html", 0, "", NULL },
		{ "yaml2db --plan text --html - have.yaml want.yaml", 2, "", "--html" },
		{ "yaml2db --check --html - have.yaml want.yaml", 2, "", "--html" },
		{ "yaml2db --html up --up ./up have.yaml want.yaml", 2, "", "up" },
		{ "yaml2db --html want.yaml have.yaml want.yaml; echo $?; grep -c html want.yaml", 1, "2\n0\n", "want.yaml" },
		{ "yaml2db --html page.html --check have.yaml have.yaml want.yaml", 2, "", "--html" },
		{ "yaml2db --online --html page.html have.yaml want.yaml && " CHECK
		  "page.html && grep -c '<th colspan=\"4\">' page.html",
			0, "*", NULL },
		{ 0 },
	});
}

/* Of many tables: the schemas, and around each table that changes those that have to do with it, up to a number. */
Test(page, shows_many_tables)
{
	run_rows((const struct expected[]){
		{ "python3 -c 'print(\"schema a:\"); [print(\"  table t%d: {columns: [id: {type: integer}, of: {type: integer}], primary_key: {p%d: "
		  "{columns: [id]}}, foreign_keys: {f%d: {columns: [of], references: {schema: a, table: t0, columns: [id]}}}}\" % (i, i, i)) for i "
		  "in range(40)];"
		  " print(\"schema b:\"); [print(\"  table u%d: {columns: [of: {type: integer}], foreign_keys: {g%d: {columns: [of], references: "
		  "{schema: a, table: t1, columns: [id]}}}}\" % (i, i)) for i in range(30)]' >have.yaml",
			0, "", NULL },
		{ "sed '/table t1:/s/of: {type: integer}/&, more: {type: text}/; /table u7:/d' have.yaml >want.yaml", 0, "", NULL },
		{ "yaml2db --html page.html have.yaml want.yaml && " CHECK "page.html", 0,
			"2 objects, 3 diagrams, 29 boxes, 26 arrows\n", NULL },
		{ "grep -o 'and [0-9]* more keys' page.html", 0, "and 7 more keys\n", NULL },
		{ ASK("page.html", "[text(e) for e in all(\".//header//svg/g\")]"), 0, "a: 40 tablesa: 40 tables', 'b: 30 tables",
			NULL },
		/* what changes is shown before the others */
		{ ASK("page.html",
			  "[text(g.find(\".//title\")) for g in all(\".//*[@id=\\\"table.a.t1\\\"]//svg/g[@class=\\\"dropped\\\"]\")]"),
			0, "['b.u7']\n", NULL },
		/* of a schema with few tables all are shown; the keys of the others are counted */
		{ "db2yaml --html page.html want.yaml && " CHECK "page.html", 0, "69 objects, ", NULL },
		{ ASK("page.html",
			  "[(len(f.findall(\".//svg/g\")), len(f.findall(\".//svg/path\"))) for f in all(\".//*[@class=\\\"large\\\"]\")]"),
			0, "[(40, 40), (30, 29)]\n", NULL },
		{ 0 },
	});
}
