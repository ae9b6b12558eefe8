/* Where scripts and documents are written, and where documents are read: files, links, pipes, descriptors. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

TestSuite(files, .fini = run_cleanup, .timeout = 60);

static void write_documents(void)
{
	run_file("old.yaml", "schema public:\n  table t:\n    columns:\n    - a: integer\n");
	run_file("new.yaml", "schema public:\n  table t:\n    columns:\n    - a: integer\n    - b: integer\n");
}

Test(files, two_scripts_are_two_files)
{
	write_documents();
	run_rows((const struct expected[]){
		{ "yaml2db old.yaml new.yaml --up a --down a", 2, NULL, "a: both scripts would be written there" },
		{ "mkdir d; yaml2db old.yaml new.yaml --up a --down d/../a", 2, NULL, "both scripts" },
		{ "echo kept >a; ln a b; yaml2db old.yaml new.yaml --up a --down b", 2, NULL, "b: both scripts" },
		{ "ln -s a c; yaml2db old.yaml new.yaml --up a --down c; cat a", 0, "kept\n", "c: both scripts" },
		{ "yaml2db old.yaml new.yaml --down a >a", 2, NULL, "a: both scripts" },
		{ "yaml2db old.yaml new.yaml --down -", 2, NULL, "standard output: both scripts" },
		{ "yaml2db old.yaml new.yaml --up /dev/null --down /dev/null", 0, NULL, NULL },
		{ "yaml2db old.yaml new.yaml --up - --down down | grep -c 'ADD COLUMN'; grep -c 'DROP COLUMN' down", 0, "1\n1\n",
			NULL },
		{ 0 },
	});
}

Test(files, scripts_are_not_written_over_what_is_read)
{
	write_documents();
	run_rows((const struct expected[]){
		{ "yaml2db old.yaml new.yaml --up new.yaml", 2, NULL, "new.yaml: the script would be written over what is read" },
		{ "ln old.yaml link; yaml2db old.yaml new.yaml -o up --down ./link", 2, NULL, "./link: the script" },
		{ "yaml2db old.yaml --up new.yaml <new.yaml", 2, NULL, "new.yaml: the script" },
		{ "yaml2db old.yaml new.yaml --up fresh --down old.yaml; ls fresh", 2, NULL, "*" },
		{ "db2yaml -o new.yaml new.yaml && grep -c integer new.yaml", 0, "2\n", NULL },
		{ 0 },
	});
}

/* Both scripts are as before, or both are new. */
Test(files, both_scripts_or_none)
{
	write_documents();
	run_rows((const struct expected[]){
		{ "echo 1 >up; mkdir d; echo 2 >d/down; chmod 640 up; yaml2db old.yaml new.yaml --up up --down d/down && grep -c "
		  "ADD up; grep -c DROP d/down; stat -c %a up; ls d",
			0, "1\n1\n640\ndown\n", NULL },
		{ "echo 1 >up; yaml2db old.yaml new.yaml --up up --down d; cat up; ls", 0, "1\nd\nnew.yaml\nold.yaml\nup\n",
			"Is a directory" },
		{ "yaml2db old.yaml new.yaml --up up --down none/down; cat up", 0, "1\n", "No such file or directory" },
		/* a pipe that nobody reads any more */
		{ "yaml2db old.yaml new.yaml --up up --down /dev/full; cat up; ls", 0, "1\nd\nnew.yaml\nold.yaml\nup\n",
			"/dev/full: cannot be written" },
		{ 0 },
	});
}

Test(files, pipes_with_a_slash_are_files)
{
	write_documents();
	run_rows((const struct expected[]){
		{ "bash -c 'yaml2db --check <(cat old.yaml) new.yaml'", 1, "column b of table public.t: missing\n", NULL },
		{ "bash -c 'yaml2db <(cat old.yaml) <(cat new.yaml) --up >(cat >up); sleep 0.2; grep -c ADD up'", 0, "1\n", NULL },
		{ "mkfifo ./pipe; cat old.yaml >pipe & yaml2db --check ./pipe old.yaml", 0, NULL, NULL },
		{ 0 },
	});
}

/* With standard output closed a file would have its number, and get what is printed. */
Test(files, closed_descriptors)
{
	write_documents();
	run_rows((const struct expected[]){
		{ "yaml2db old.yaml new.yaml >&-", 2, NULL, "standard output: cannot be written" },
		{ "yaml2db old.yaml new.yaml --up up --down down >&- 2>&- <&-; grep -c '^-- yaml2db ' up down", 0, "up:1\ndown:1\n",
			NULL },
		{ "db2yaml missing.yaml 2>&- >&-; db2yaml -o out.yaml new.yaml <&- >&- 2>&-; grep -c integer out.yaml", 0, "2\n",
			NULL },
		{ "yaml2db old.yaml <&-", 2, NULL, "standard input" },
		{ 0 },
	});
}
