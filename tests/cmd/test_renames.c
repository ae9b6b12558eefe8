/*
 * What a document says under oldname is renamed, not dropped and made again: no row, value or privilege is lost, and the way back
 * has the old names.
 */
#include <string.h>

#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

TestSuite(renames, .fini = run_cleanup);

/* The document of the database with its oldnames taken from sed's script; it is gone to, found there, and come back from. */
static void there_and_back(const char *name, const char *sed, const struct expected *between)
{
	g_autofree char *database = g_strdup_printf("rename_%s", name);
	g_autofree char *document =
		g_strdup_printf("db2yaml %s >have.yaml; sed %s have.yaml >want.yaml; yaml2db -o up --down down %s want.yaml",
			database, sed, database);
	g_autofree char *up = g_strdup_printf(
		"psql -Xq -v ON_ERROR_STOP=1 -d %s -f up -o /dev/null && yaml2db --check %s want.yaml", database, database);
	g_autofree char *down = g_strdup_printf(
		"psql -Xq -v ON_ERROR_STOP=1 -d %s -f down -o /dev/null && db2yaml %s | diff have.yaml -", database, database);

	run_rows((const struct expected[]){ { document, 0, NULL, NULL },
		{ "grep -E '^(DROP|CREATE) ' up | grep -v '^CREATE OR REPLACE VIEW'", 1, NULL, NULL }, { up, 0, NULL, NULL },
		{ 0 } });
	run_rows(between);
	run_rows((const struct expected[]){ { down, 0, NULL, NULL }, { 0 } });
	server_drop_database(database, NULL);
}

Test(renames, enum_values)
{
	make("rename_enum",
		"CREATE TYPE mood AS ENUM ('sad', 'it''s', 'happy'); CREATE DOMAIN feeling AS mood DEFAULT 'sad' CHECK (VALUE <> "
		"'happy');"
		" CREATE TABLE t (id integer, m mood DEFAULT 'sad', ms mood[]); CREATE VIEW v AS SELECT id FROM t WHERE m = 'sad';"
		" INSERT INTO t VALUES (1, 'sad', '{sad,happy}')");
	there_and_back("enum",
		"-e 's/- sad$/- blue: {oldname: sad}/' -e \"s/'sad'/'blue'/g\" -e \"s/- it's/- its: {oldname: \\\"it's\\\"}/\"",
		(const struct expected[]){
			{ "psql -XAtd rename_enum -c 'SELECT * FROM t'", 0, "1|blue|{blue,happy}\n", NULL },
			{ 0 },
		});
}

/* A column that a table has from another one is renamed there. */
Test(renames, column_of_a_child_alone)
{
	make("rename_child", "CREATE TABLE t (id integer, c integer); CREATE TABLE child (c integer) INHERITS (t)");
	run_rows((const struct expected[]){
		{ "db2yaml rename_child | sed -e 's/- c:/- d:/' -e '0,/- d:/s/- d:/- d:\\n        oldname: c/' >want.yaml; "
		  "yaml2db --allow-data-loss rename_child want.yaml",
			2, NULL,
			"column d of table public.child is renamed from c, but comes from table public.t, where it is new: put "
			"\"oldname\" there" },
		{ "db2yaml rename_child | sed 's/- c:/- d:\\n        oldname: c/' >want.yaml; yaml2db rename_child want.yaml | "
		  "grep ALTER",
			0, "ALTER TABLE public.t RENAME COLUMN c TO d;\n", NULL },
		{ 0 },
	});
	server_drop_database("rename_child", NULL);
}

/* Without the hint the value is one that goes and one that comes. */
Test(renames, enum_value_without_hint)
{
	make("rename_nothing", "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE TABLE t (m mood)");
	run_rows((const struct expected[]){
		{ "db2yaml rename_nothing | sed 's/- sad/- blue/' >want.yaml; yaml2db rename_nothing want.yaml", 2, NULL,
			"data loss: label \"sad\" of enum public.mood is removed: rows that have it cannot be converted" },
		{ 0 },
	});
	server_drop_database("rename_nothing", NULL);
}

Test(renames, attributes_of_a_stored_composite)
{
	make("rename_composite",
		"CREATE TYPE pair AS (a integer, \"B b\" text COLLATE \"C\"); CREATE TABLE t (id integer, p pair, ps pair[]); "
		"CREATE TABLE typed OF pair;"
		" CREATE VIEW v AS SELECT (p).a AS x FROM t; COMMENT ON COLUMN pair.a IS 'first';"
		" INSERT INTO t VALUES (1, ROW(1, 'x'), ARRAY[ROW(2, 'y')::pair]); INSERT INTO typed VALUES (3, 'z')");
	there_and_back("composite",
		"-e 's/^    - a:$/    - first:\\n        oldname: a/' -e 's/^    - B b:$/    - b:\\n        oldname: B b/' -e "
		"'s/(p)\\.a/(p).first/'",
		(const struct expected[]){
			{ "psql -XAtd rename_composite -c 'SELECT (p).first, (p).b, ps FROM t' -c 'SELECT first, b FROM typed'", 0,
				"1|x|{\"(2,y)\"}\n3|z\n", NULL },
			{ 0 },
		});
}

Test(renames, objects)
{
	make("rename_objects",
		"CREATE SCHEMA s; CREATE TABLE s.t (id integer PRIMARY KEY, n integer CONSTRAINT c CHECK (n > 0)); CREATE INDEX i "
		"ON s.t (n);"
		" CREATE TYPE s.e AS ENUM ('a'); CREATE DOMAIN s.d AS integer CONSTRAINT dc CHECK (VALUE > 1); CREATE TYPE s.c AS "
		"(a integer); CREATE TYPE s.r AS RANGE (SUBTYPE = date);"
		" CREATE FUNCTION s.f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE s.p(x integer) "
		"LANGUAGE sql AS 'SELECT 1';"
		" CREATE AGGREGATE s.ag(integer) (SFUNC = int4pl, STYPE = integer); CREATE VIEW s.v AS SELECT 1 AS x; CREATE "
		"SEQUENCE s.sq;"
		" CREATE COLLATION s.co FROM \"C\"; CREATE TEXT SEARCH DICTIONARY s.td (TEMPLATE = simple); CREATE TEXT SEARCH "
		"CONFIGURATION s.tc (PARSER = \"default\");"
		" CREATE CONVERSION s.cv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8; CREATE TABLE s.u (a integer, b integer); "
		"CREATE STATISTICS s.st ON a, b FROM s.u;"
		" CREATE OPERATOR FAMILY s.of USING btree; CREATE FOREIGN DATA WRAPPER w; CREATE SERVER sv FOREIGN DATA WRAPPER w;"
		" GRANT SELECT ON s.t TO PUBLIC; COMMENT ON TYPE s.e IS 'kept'; INSERT INTO s.t VALUES (1, 2)");
	there_and_back("objects",
		"-e 's/^  \\(type\\|domain\\|function\\|procedure\\|aggregate\\|view\\|sequence\\|collation\\|text search "
		"dictionary\\|text search configuration\\|conversion\\|operator family\\)"
		" \\([a-z]*\\)\\(.*\\):\\( {}\\)*$/  \\1 new_\\2\\3:\\n    oldname: \\2/'"
		" -e 's/^  table t:/  table new_t:\\n    oldname: t/'",
		(const struct expected[]){
			{ "psql -XAtd rename_objects -c 'SELECT * FROM s.new_t'", 0, "1|2\n", NULL },
			{ "db2yaml rename_objects | grep -c '^  [a-z ]* new_'", 0, "15\n", NULL },
			{ 0 },
		});
}

/* The hint stays where a document is brought to canonical form, and says nothing any more once it was followed. */
Test(renames, hints_stay)
{
	make("rename_stay",
		"CREATE TYPE mood AS ENUM ('sad', 'a=b'); CREATE TABLE film (id integer, comment text); INSERT INTO film VALUES "
		"(1, 'kept')");
	run_rows((const struct expected[]){
		{ "db2yaml rename_stay | sed -e 's/- comment:/- remark:\\n        oldname: comment/' -e 's/- sad/- blue: "
		  "{oldname: sad}/' -e 's/- a=b/- c=d: {oldname: a=b}/'"
		  " -e 's/table film:/table movie:\\n    oldname: film/' >want.yaml; db2yaml want.yaml >canonical.yaml; grep -c "
		  "oldname canonical.yaml",
			0, "4\n", NULL },
		{ "db2yaml canonical.yaml | diff canonical.yaml -", 0, NULL, NULL },
		{ "yaml2db -u rename_stay canonical.yaml | grep -cE '^ALTER (TABLE|TYPE).* RENAME '", 0, "4\n",
			"no difference any more" },
		{ "yaml2db --check rename_stay canonical.yaml; yaml2db rename_stay canonical.yaml; psql -XAtd rename_stay -c "
		  "'SELECT remark FROM movie'",
			0, "kept\n", NULL },
		{ 0 },
	});
	/* a new database has no old names, and needs none */
	make("rename_stay_new", "SET DateStyle = ISO");
	run_rows((const struct expected[]){
		{ "yaml2db -u rename_stay_new canonical.yaml >/dev/null; yaml2db --check rename_stay_new canonical.yaml", 0, NULL,
			"*" },
		{ 0 },
	});
	server_drop_database("rename_stay", NULL);
	server_drop_database("rename_stay_new", NULL);
}

Test(renames, neither_name_is_there)
{
	make("rename_neither", "CREATE TABLE film (id integer, comment text)");
	run_rows((const struct expected[]){
		{ "db2yaml rename_neither | sed 's/- comment:/- remark:\\n        oldname: coment/' >want.yaml; yaml2db "
		  "rename_neither want.yaml",
			2, NULL, "column remark of table public.film has \"oldname: coment\" (line " },
		{ "db2yaml rename_neither | sed 's/table film:/table movie:\\n    oldname: flim/' >want.yaml; yaml2db "
		  "rename_neither want.yaml",
			2, NULL, "table public.movie has \"oldname: flim\"" },
		{ 0 },
	});
	server_drop_database("rename_neither", NULL);
}

/* Whoever renames without a hint is told how to give one, before anything is lost. */
Test(renames, what_looks_like_a_rename)
{
	make("rename_like", "CREATE TABLE film (id integer, comment text, length integer); CREATE TABLE unlike (id integer)");
	run_rows((const struct expected[]){
		{ "db2yaml rename_like >have.yaml; sed 's/- comment:/- remark:/' have.yaml >want.yaml; yaml2db rename_like "
		  "want.yaml",
			2, NULL,
			"column remark of table public.film is new and has the same type and place as column comment of table public.film, "
			"which is dropped:"
			" if it is the same, write \"oldname: comment\" below it" },
		{ "sed 's/table film:/table movie:/' have.yaml >want.yaml; yaml2db rename_like want.yaml", 2, NULL,
			"table public.movie is new and has the same columns as table public.film, which is dropped: if it is the "
			"same, write \"oldname: film\"" },
		{ "sed 's/- comment:/- remark:/;s/type: text/type: date/' have.yaml >want.yaml; yaml2db rename_like want.yaml "
		  "2>&1 | grep -c rename:",
			1, "0\n", NULL },
		{ 0 },
	});
	server_drop_database("rename_like", NULL);
}

/* A table, a column, a type, a function and a label, each under all that can depend on it. */
static const char depended_on[] =
	"CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TYPE pair AS (a integer, b integer); CREATE DOMAIN pos AS integer CHECK (VALUE > 0);"
	"CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';"
	"CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
	"CREATE TABLE t (id integer PRIMARY KEY, a integer DEFAULT f(1), m mood DEFAULT 'good', p pair, q pos,"
	" g integer GENERATED ALWAYS AS (f(id)) STORED, CONSTRAINT a_check CHECK (f(a) > 0), CONSTRAINT m_check CHECK (m <> 'bad'));"
	"CREATE TABLE u (id integer REFERENCES t (id), m mood[]); CREATE TABLE child () INHERITS (t);"
	"CREATE INDEX t_a ON t (a); CREATE INDEX t_fa ON t (f(a)) WHERE m = 'good';"
	"CREATE VIEW v AS SELECT t.id, t.a, f(t.a) AS fa, t.m FROM t WHERE t.m = 'good'; CREATE VIEW w AS SELECT v.id, v.a FROM v;"
	"CREATE MATERIALIZED VIEW mv AS SELECT t.a, f(t.id) AS fi, 'good'::mood AS m FROM t;"
	"CREATE RULE r AS ON DELETE TO v DO INSTEAD DELETE FROM t WHERE t.id = old.id AND t.a = f(old.a) AND t.m = 'good';"
	"CREATE TRIGGER trg BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (new.a > f(1) AND new.m = 'good') EXECUTE FUNCTION trg();"
	"ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY pol ON t USING (a > f(0) AND m = 'good');"
	"CREATE STATISTICS st ON a, id FROM t; CREATE PUBLICATION pub FOR TABLE t;"
	"CREATE FUNCTION takes(x t, m mood) RETURNS SETOF t LANGUAGE sql AS 'SELECT x';"
	"INSERT INTO t (id, p, q) VALUES (1, '(1,2)', 1); INSERT INTO u VALUES (1, '{good}')";

/* Nothing is dropped, neither the object nor what depends on it. */
static void expect_found(const char *sql, const char *entry)
{
	g_autofree char *make_want = g_strdup_printf(
				"createdb -T rename_all rename_one && psql -qc \"%s\" rename_one && db2yaml rename_one "
				">want.yaml && dropdb rename_one && yaml2db --rename rename_all want.yaml",
				sql),
			*section = g_strdup_printf("renames:\n  %s\n", entry);

	run_rows((const struct expected[]){
		{ make_want, 0, section, NULL },
		{ "rm -f up; yaml2db -q --allow-data-loss --fail-on-lookalike -o up rename_all want.yaml; test ! -e up", 0, NULL,
			"perhaps a rename: " },
		{ "(yaml2db --rename rename_all want.yaml; cat want.yaml) >listed.yaml && yaml2db -q --rename rename_all listed.yaml",
			0, NULL, NULL },
		{ "createdb -T rename_all rename_two && yaml2db -q --fail-on-lookalike -u rename_two listed.yaml >up && grep -c 'data loss' up",
			1, "0\n", "*" },
		{ "grep DROP up", 1, NULL, NULL },
		{ "yaml2db --check rename_two want.yaml && yaml2db --check rename_two listed.yaml && psql -Atc 'SELECT id FROM w' rename_two && "
		  "dropdb rename_two",
			0, "1\n", NULL },
		{ 0 },
	});
}

Test(renames, found_under_all_dependents)
{
	make("rename_all", depended_on);
	expect_found("ALTER TABLE t RENAME TO t2", "table public.t2: t");
	expect_found("ALTER TABLE t RENAME a TO a2", "column a2 of table public.t: a");
	expect_found("ALTER TYPE mood RENAME TO mood2", "enum public.mood2: mood");
	expect_found("ALTER FUNCTION f(integer) RENAME TO f2", "function public.f2(integer): f");
	expect_found("ALTER TYPE mood RENAME VALUE 'good' TO 'fine'", "label fine of enum public.mood: good");
	drop("rename_all");
}

/* The section renames, and what contradicts it. */
Test(renames, section)
{
	static const struct {
		const char *entry, *told;
	} wrong[] = {
		{ "table public.tt: x",
			"r.yaml:2:3: \"renames\": the document has no table public.tt; did you mean \"table public.t\"?" },
		{ "view public.gone: x",
			"r.yaml:2:3: \"renames\": the document has no view public.gone; remove the line if it has been dropped" },
		{ "column a of table public.t: y",
			"r.yaml:2:3: \"renames\": column a of table public.t has a different oldname: z" },
		{ "label fine of enum public.m: bad",
			"r.yaml:2:3: \"renames\": label fine of enum public.m has a different oldname: good" },
		{ "label fine of type public.m: bad",
			"r.yaml:2:3: \"renames\": label fine of type public.m has a different oldname: good" },
		{ "type public.m: m", "r.yaml:2:3: \"renames\": m is the present name of type public.m, not a former one" },
		{ "table public.t: t", "r.yaml:2:3: \"renames\": t is the present name of table public.t, not a former one" },
		{ "cast (integer as public.m): x", "r.yaml:2:3: \"renames\": PostgreSQL cannot rename cast (integer as public.m)" },
		{ "table public.t: [a]", "r.yaml:2:3: \"renames\": expected the former name of table public.t, found a list" },
		{ "- a", "r.yaml:1:1: \"renames\": expected a map such as `table public.t: old_name`, found a list" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autofree char *text = g_strdup_printf("renames:\n  %s\n"
							"cast (integer as public.m): {method: inout}\n"
							"schema public:\n  table t: {columns: [{a: {type: integer, oldname: z}}]}\n"
							"  type m: {labels: [fine: {oldname: good}, bad]}\n",
			wrong[i].entry);
		run_file("r.yaml", text);
		run_rows((const struct expected[]){ { "db2yaml r.yaml", 2, NULL, wrong[i].told }, { 0 } });
	}
	/* where no database has the name any more it says nothing; a canonical document says it at the object */
	run_file("r.yaml", "renames:\n  table s.t: gone\nschema s:\n  table t: {columns: [{a: integer}]}\n");
	run_file("have.yaml", "schema s:\n  table u: {columns: [{b: text}]}\n");
	run_rows((const struct expected[]){
		{ "yaml2db -q --allow-data-loss have.yaml r.yaml | grep -c '^CREATE TABLE s.t\\|^DROP TABLE s.u'", 0, "2\n", NULL },
		{ "db2yaml r.yaml | grep -A9 '^schema'", 0, "    oldname: gone\n", NULL },
		{ "yaml2db --rename --check have.yaml r.yaml", 2, NULL, "--rename prints a section for the document" },
		{ 0 },
	});
}
