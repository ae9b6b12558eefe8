/*
 * Where outputs cannot be written, or streams are closed: what was there is there, nothing else is, and the exit status and the
 * message tell.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/cmd/run.h"

TestSuite(outputs, .fini = run_cleanup, .timeout = 300);

#define OLD "schema s:\n  table t:\n    columns:\n    - a: integer\n"
#define NEW "schema s:\n  table t:\n    columns:\n    - a: integer\n    - b: text\n"

/* 8 MB of it, more than what the disks below take. */
static void put_files(void)
{
	g_autoptr(GString) large = g_string_new(NEW);

	g_string_append(large, "  view v:\n    columns:\n    - a: text\n    definition: SELECT '");
	for (int i = 0; i < 1024; i++)
		g_string_append(large, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
	g_string_append(large, "'::text AS a\n");
	run_file("old.yaml", OLD);
	run_file("new.yaml", NEW);
	run_file("large.yaml", large->str);
	AUTO_OUTCOME made = run("mkdir out; for f in a b; do echo before >out/$f; done");
	cr_assert(made.status == 0);
}

#define LEFT "; echo $?; cat out/a out/b; ls out"
#define AS_BEFORE "2\nbefore\nbefore\na\nb\n"

/* A limit of the size of files: the signal that comes with it does not end the program amid its work. */
Test(outputs, files_are_limited)
{
	put_files();
	run_rows((const struct expected[]){
		{ "(ulimit -f 8; db2yaml -o out/a large.yaml)" LEFT, 0, AS_BEFORE,
			"db2yaml: out/a: cannot be written: File too large" },
		{ "(ulimit -f 8; yaml2db --up out/a --down out/b old.yaml large.yaml)" LEFT, 0, AS_BEFORE,
			"yaml2db: out/a: cannot be written: File too large" },
		{ "(ulimit -f 8; yaml2db --up out/a --down out/b --allow-data-loss large.yaml old.yaml)" LEFT, 0, AS_BEFORE,
			"yaml2db: out/b: cannot be written: File too large" },
		{ "(ulimit -f 8; db2yaml large.yaml >out/c); echo $?", 0, "2\n",
			"db2yaml: standard output: cannot be written: File too large" },
		{ "rm out/c; (ulimit -f 8; db2yaml -m -r out large.yaml); echo $?; find out -type f | wc -l", 0, "2\n2\n",
			"cannot be written: File too large" },
		{ 0 },
	});
}

/* A disk that is full, where one may be made. */
Test(outputs, disk_is_full)
{
	put_files();
	AUTO_OUTCOME mounted = run(
		"mkdir disk && mount -t tmpfs -o size=32k tmpfs disk && for f in a b; do echo before >disk/$f; done && rm -rf out "
		"&& ln -s disk out");
	if (mounted.status != 0)
		cr_skip_test("no disk can be mounted: %s", mounted.err);
	run_rows((const struct expected[]){
		{ "db2yaml -o out/a large.yaml" LEFT "/", 0, AS_BEFORE,
			"db2yaml: out/a: cannot be written: No space left on device" },
		{ "yaml2db --up out/a --down out/b old.yaml large.yaml" LEFT "/", 0, AS_BEFORE,
			"cannot be written: No space left on device" },
		{ "yaml2db --up out/a --down out/b --allow-data-loss large.yaml old.yaml" LEFT "/", 0, AS_BEFORE,
			"cannot be written: No space left on device" },
		{ "db2yaml -m -r out/ large.yaml; echo $?; find disk -type f | wc -l", 0, "2\n2\n",
			"cannot be written: No space left on device" },
		{ 0 },
	});
	AUTO_OUTCOME unmounted = run("umount disk");
	cr_expect(unmounted.status == 0, "%s", unmounted.err);
}

Test(outputs, streams_are_closed)
{
	put_files();
	run_rows((const struct expected[]){
		{ "db2yaml - <&-; echo $?", 0, "2\n", "standard input" },
		{ "yaml2db --check old.yaml - <&-; echo $?", 0, "2\n", "standard input" },
		{ "yaml2db --check old.yaml new.yaml >&-; echo $?", 0, "2\n", "standard output: cannot be written" },
		{ "yaml2db --check old.yaml new.yaml >/dev/full; echo $?", 0, "2\n",
			"standard output: cannot be written: No space left on device" },
		{ "db2yaml new.yaml 2>&- >out/c; echo $?; cmp out/c new.yaml >/dev/null; grep -c text out/c; rm out/c", 0, "0\n1\n",
			NULL },
		{ "db2yaml missing.yaml 2>/dev/full; echo $?", 0, "2\n", NULL },
		{ "yaml2db --up out/a --down /dev/full old.yaml new.yaml" LEFT, 0, AS_BEFORE, "/dev/full: cannot be written" },
		{ 0 },
	});
	/* the reader goes: as any filter the program ends by the signal, or says so where that is ignored */
	run_rows((const struct expected[]){
		{ "bash -c 'db2yaml large.yaml | true; echo ${PIPESTATUS[0]}'", 0, "141\n", NULL },
		{ "bash -c 'trap \"\" PIPE; db2yaml large.yaml | true; echo ${PIPESTATUS[0]}'", 0, "2\n",
			"standard output: cannot be written: Broken pipe" },
		{ 0 },
	});
}
