/* Tests --html: the page of a schema. tests/page_check looks at a page as a whole. */
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
