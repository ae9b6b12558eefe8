/* The command line: options, help, what is refused; no server is needed. */
#include <string.h>

#include <criterion/criterion.h>

#include "tests/cmd/run.h"

static const char shop[] = "schema shop:\n  table item:\n    columns:\n    - id:\n        type: integer\n";

static void write_documents(void)
{
	run_file("a.yaml", shop);
	run_file("a.yml", shop);
	run_file("noend", shop);
	run_file("empty.yaml", "");
	run_file("cut.yaml", "schema shop:\n  table item: {columns: [");
	run_file("wrong.yaml", "schema shop:\n  table item:\n    colums:\n    - id: integer\n");
}

TestSuite(usage, .init = write_documents, .fini = run_cleanup);

Test(usage, help_and_version)
{
	run_rows((const struct expected[]){
		{ "db2yaml --help", 0, "usage: db2yaml [OPTION]... PLACE\n", NULL },
		{ "yaml2db -h", 0, "  -1, --single-transaction  ", NULL },
		{ "db2yaml --help a b c", 0, "--exclude-schema SCHEMA\n", NULL },
		{ "db2yaml --version", 0, "db2yaml (pgcanon) ", NULL },
		{ "yaml2db --vers", 0, "yaml2db (pgcanon) ", NULL },
		{ 0 },
	});
}

Test(usage, mistakes)
{
	run_rows((const struct expected[]){
		{ "db2yaml", 2, NULL, "try \"db2yaml --help\"" },
		{ "yaml2db", 2, NULL, "try \"yaml2db --help\"" },
		{ "db2yaml a b", 2, NULL, "db2yaml: one place is enough" },
		{ "yaml2db a b c", 2, NULL, "yaml2db: two places are enough; more are for --check" },
		{ "db2yaml --nothing a", 2, NULL, "db2yaml: unknown option --nothing\n" },
		{ "db2yaml --tabel=x a", 2, NULL, "unknown option --tabel; did you mean --table?" },
		{ "db2yaml --exclude-s x --exclude- a", 2, NULL,
			"option --exclude- is ambiguous: --exclude-schema, --exclude-table\n" },
		{ "db2yaml -Z a", 2, NULL, "unknown option -Z" },
		{ "db2yaml a -o", 2, NULL, "option --output needs an argument: FILE" },
		{ "db2yaml a --table", 2, NULL, "option --table needs an argument: TABLE" },
		{ "db2yaml --no-owner=yes a", 2, NULL, "option --no-owner takes no argument" },
		{ "db2yaml --color=pink a.yaml", 2, NULL, "--color is auto, always or never, not \"pink\"" },
		{ "db2yaml -m -o x a.yaml", 2, NULL, "exclude each other" },
		{ "yaml2db -o x --up y a.yaml a.yaml", 2, NULL, "--output and --up are the same" },
		{ "yaml2db --check -u a.yaml a.yaml", 2, NULL, "--check changes nothing" },
		{ "yaml2db --check --revert a.yaml a.yaml", 2, NULL, "--check changes nothing" },
		{ "yaml2db -u --revert a.yaml a.yaml", 2, NULL, "--update and --revert exclude each other" },
		{ "yaml2db -u a.yaml a.yaml", 2, NULL, "a.yaml is not a database" },
		{ "yaml2db - -", 2, NULL, "only one of the places can be standard input" },
		{ "db2yaml --include '(' a.yaml", 2, NULL, "--include \"(\": missing closing parenthesis at character 2" },
		{ "db2yaml \"$(printf 'a\\033[2Jb.yaml')\"", 2, NULL, "a\\u001b[2Jb.yaml" },
		{ 0 },
	});
}

Test(usage, options_may_stand_anywhere)
{
	run_rows((const struct expected[]){
		{ "db2yaml a.yaml -O --no-pr", 0, "table item:", NULL },
		{ "db2yaml -Oxn shop a.yaml", 0, "table item:", NULL },
		{ "db2yaml -nshop --table=item a.yaml", 0, "table item:", NULL },
		{ "db2yaml -- a.yaml", 0, "table item:", NULL },
		{ "db2yaml a.yml", 0, "table item:", NULL },
		{ "db2yaml file:noend", 0, "table item:", NULL },
		{ "db2yaml - <noend", 0, "table item:", NULL },
		{ 0 },
	});
}

Test(usage, documents_with_mistakes)
{
	run_rows((const struct expected[]){
		{ "db2yaml none.yaml", 2, NULL, "db2yaml: none.yaml: No such file or directory" },
		{ "db2yaml cut.yaml", 2, NULL, "db2yaml: cut.yaml:3:1: " },
		{ "db2yaml wrong.yaml", 2, NULL,
			"db2yaml: wrong.yaml:3:5: unknown key \"colums\" of a table; did you mean \"columns\"?" },
		{ "yaml2db a.yaml wrong.yaml", 2, NULL, "yaml2db: wrong.yaml:3:5: " },
		{ "yaml2db --check a.yaml <wrong.yaml", 2, NULL, "yaml2db: standard input:3:5: " },
		{ "yaml2db --check a.yaml cut.yaml", 2, NULL, "cut.yaml:3:1: " },
		{ "mkdir none && db2yaml none", 2, NULL, "none" },
		{ ": >void.yaml; yaml2db --check a.yaml void.yaml", 2, NULL,
			"yaml2db: void.yaml: the document is empty; write {} for a schema without objects" },
		{ "db2yaml none.yaml 2>/dev/null | yaml2db --allow-data-loss a.yaml", 2, NULL,
			"standard input: the document is empty" },
		{ "mkdir tree && cp void.yaml tree/type.yaml && db2yaml tree", 2, NULL, "tree/type.yaml: the document is empty" },
		{ "db2yaml a.yaml >/dev/full", 2, NULL, "db2yaml: standard output: cannot be written: No space left on device" },
		{ "yaml2db --help >/dev/full", 2, NULL, "standard output: cannot be written: No space left on device" },
		{ "db2yaml --version >/dev/full", 2, NULL, "db2yaml: standard output: cannot be written: No space left on device" },
		{ "echo {} >all.yaml; yaml2db --check all.yaml all.yaml", 0, NULL, NULL },
		{ "printf 'schema s: {}\\n' >$(printf '\\377.yaml') && db2yaml $(printf '\\377.yaml')", 0, "schema s", NULL },
		{ "db2yaml $(printf '\\376.yaml')", 2, NULL, "\\xfe.yaml" },
		{ 0 },
	});
}

Test(usage, no_server)
{
	g_setenv("PGHOST", "/nonexistent", true);
	run_rows((const struct expected[]){
		{ "db2yaml shop", 2, NULL, "db2yaml: shop: connection to server on socket" },
		{ "db2yaml db:a.yaml", 2, NULL, "db2yaml: a.yaml: connection to server" },
		{ "db2yaml noend", 2, NULL, "file:noend would read it as YAML" },
		{ "db2yaml 'host=/nonexistent password=hush dbname=shop'", 2, NULL, "db2yaml: shop: connection" },
		{ "db2yaml 'hush hush=1'", 2, NULL, "malformed" },
		{ "yaml2db --check shop a.yaml", 2, NULL, "yaml2db: shop: connection" },
		{ "setsid db2yaml -W shop </dev/null", 2, NULL, "no terminal to ask for the password" },
		{ "yaml2db a.yaml a.yaml", 0, NULL, NULL },
		{ 0 },
	});
	AUTO_OUTCOME outcome =
		run("db2yaml 'password=hush host=/nonexistent'; db2yaml 'postgresql://u:hush@/x?host=/nonexistent&port=0'; db2yaml "
		    "'hush hush=1'");
	cr_expect(!strstr(outcome.err, "hush"), "a password was shown: %s", outcome.err);
}

Test(usage, output_is_whole_or_as_before)
{
	run_rows((const struct expected[]){
		{ "echo before >out && db2yaml wrong.yaml -o out; cat out", 0, "before\n", "*" },
		{ "chmod 640 out && db2yaml a.yaml -o out && grep -c item out && stat -c %a out && ls | grep -c '^out'", 0,
			"1\n640\n1\n", NULL },
		{ "echo before >real && ln -s real link && db2yaml a.yaml -o link && test -L link && grep -c item real", 0, "1\n",
			NULL },
		{ "db2yaml a.yaml -o none/out", 2, NULL, "none/out: cannot be written: No such file" },
		{ "mkdir dir; db2yaml a.yaml -o dir", 2, NULL, "dir: cannot be written: Is a directory" },
		{ "db2yaml a.yaml >/dev/full", 2, NULL, "cannot be written: No space left on device" },
		{ "db2yaml a.yaml -o /dev/full", 2, NULL, "/dev/full: cannot be written" },
		{ "db2yaml a.yaml -o /dev/stdout", 0, "table item:", NULL },
		{ 0 },
	});
}

/* It comes while the second script waits for a reader: the first one is ready beside the old one by then. */
Test(usage, signal_while_scripts_are_written)
{
	run_rows((const struct expected[]){
		{ "echo before >up && mkfifo down && echo {} >b.yaml && { timeout 60 yaml2db --allow-data-loss a.yaml b.yaml --up "
		  "up --down down & } && i=0; until ls | grep '^up[.]' || [ $((i += 1)) = 100 ]; do sleep 0.1; done >ready; "
		  "kill -TERM $!; wait $!; echo $?; cat up; ls | grep -c '^up'",
			0, "143\nbefore\n1\n", "*" },
		{ 0 },
	});
}

Test(usage, files_of_a_tree)
{
	run_rows((const struct expected[]){
		{ "db2yaml a.yaml >want && db2yaml -m -r tree a.yaml && test -f tree/metadata/schema.shop/table.item.yaml", 0, NULL,
			NULL },
		{ "db2yaml tree/metadata | diff - want", 0, NULL, NULL },
		{ "yaml2db --check a.yaml -m -r tree", 0, NULL, NULL },
		{ "yaml2db a.yaml -m -r tree", 0, NULL, NULL },
		{ "yaml2db a.yaml a.yaml -m -r tree", 2, NULL, "there is one place" },
		{ "yaml2db a.yaml -m -r nothing", 2, NULL, "nothing/metadata" },
		{ 0 },
	});
}

/* Pairs of views that need each other, made by their columns first: each pair is a circle of its own. */
Test(usage, as_many_circles_as_there_are)
{
	g_autoptr(GString) views = g_string_new("schema s:\n");

	for (int i = 0; i < 100; i++)
		for (int side = 0; side < 2; side++)
			g_string_append_printf(views,
				"  view %c%d:\n    columns:\n    - x:\n        type: integer\n    definition: SELECT %c%d.x FROM "
				"s.%c%d;\n",
				"ab"[side], i, "ba"[side], i, "ba"[side], i);
	run_file("circles.yaml", views->str);
	run_file("none.yaml", "schema s: {}\n");
	run_rows((const struct expected[]){
		{ "yaml2db -q none.yaml circles.yaml | grep -c 'CREATE OR REPLACE VIEW'", 0, "100\n", NULL },
		{ "yaml2db -q circles.yaml none.yaml | grep -c '^DROP VIEW'", 0, "200\n", NULL },
		{ 0 },
	});
}

Test(usage, help_fits_the_terminal)
{
	run_rows((const struct expected[]){
		{ "for columns in 40 80 200; do COLUMNS=$columns yaml2db --help | awk -v columns=$columns 'length > columns && "
		  "!/^(usage:|  psql|  yaml2db)/'; done",
			0, NULL, NULL },
		{ "COLUMNS=200 yaml2db --help | grep -c 'write the script there instead of to standard output'", 0, "1\n", NULL },
		{ "db2yaml --help", 0, "exit status:\n  0  done\n  2  ", NULL },
		{ "yaml2db --help | grep -c completion", 1, "0\n", NULL },
		{ 0 },
	});
}

Test(usage, completion)
{
	run_rows((const struct expected[]){
		{ "for p in db2yaml yaml2db; do $p --completion bash | bash -n; done", 0, NULL, NULL },
		{ "for s in zsh fish; do ! command -v $s >/dev/null || for p in db2yaml yaml2db; do $p --completion $s >c && $s "
		  "-n c; done; done",
			0, NULL, NULL },
		{ "yaml2db --completion bash >c; bash -c '. ./c; COMP_WORDS=(yaml2db --allow); COMP_CWORD=1; _yaml2db; echo "
		  "${COMPREPLY[@]}'",
			0, "--allow-data-loss\n", NULL },
		{ "db2yaml --completion bash >c; bash -c '. ./c; COMP_WORDS=(db2yaml --color n); COMP_CWORD=2; _db2yaml; echo "
		  "${COMPREPLY[@]}'",
			0, "never\n", NULL },
		{ "db2yaml --completion bash >c; bash -c '. ./c; COMP_WORDS=(db2yaml -o noe); COMP_CWORD=2; _db2yaml; echo "
		  "${COMPREPLY[@]}'",
			0, "noend\n", NULL },
		{ "db2yaml --completion tcsh", 2, NULL, "--completion is bash, zsh or fish" },
		{ 0 },
	});
}
