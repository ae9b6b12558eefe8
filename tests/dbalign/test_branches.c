/* Changes that were made side by side, and what lint says of them to CI. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

TestSuite(branches, .fini = run_cleanup);

#define FILL "for f in build rollback pre post; do echo 'SELECT true;' >$f/$n.sql; done; dbalign hash >/dev/null"
#define ADD(name) "n=$(dbalign new " name ") && " FILL
#define GIT \
	"export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b; " \
	"cd shop && "
#define COMMIT "git add -A && git commit -qm x"

Test(branches, merge)
{
	run_rows((const struct expected[]){
		{ "dbalign init shop >/dev/null; " GIT ADD(
			  "one") " && git init -qb main && " COMMIT
				 " && git checkout -qb side && " ADD("mine") " && " ADD(
					 "mine_too") " && echo >expect/00002_mine.yaml && echo 'SELECT ok(true);' "
						     ">test/00003_mine_too_b.sql && dbalign hash >/dev/null && " COMMIT
						     " && git checkout -q main && " ADD("theirs") " && " COMMIT
												  " && git checkout -q side",
			0, NULL, "*" },
		{ GIT "git merge -q main; dbalign lint", 2,
			"number 00002 is there twice: build/00002_mine.sql and build/00002_theirs.sql; `dbalign renumber --onto "
			"BRANCH`",
			"*" },
		{ GIT "dbalign renumber", 2, NULL, "a merge is in progress: --onto REVISION says whose manifest counts" },
		{ GIT "dbalign renumber --onto nosuch", 2, NULL, "nosuch:./manifest: git cannot show it: " },
		{ GIT "dbalign renumber --onto=-x", 1, NULL, "--onto: \"-x\" is not a revision of git" },
		{ GIT "dbalign renumber --onto main", 0,
			"00002_mine is now 00003_mine\nexpect/00003_mine.yaml was written without the changes that now come "
			"before it: write it anew\n"
			"00003_mine_too is now 00004_mine_too\n",
			NULL },
		{ GIT COMMIT " && dbalign lint && ls build test && git status --short", 0,
			"00001_one.sql\n00002_theirs.sql\n00003_mine.sql\n00004_mine_too.sql\n\ntest:\n00004_mine_too_b.sql\n",
			NULL },
		{ GIT "sha256sum --strict -c manifest | grep -c OK; git diff main -- manifest | grep -c ^-", 0, "18\n1\n", NULL },
		{ 0 },
	});
}

Test(branches, unnumbered)
{
	run_rows((const struct expected[]){
		{ "dbalign init shop >/dev/null; cd shop; n=XXXXX_b; " FILL "; n=XXXXX_a; " FILL "; n=00003_hole; " FILL, 2, NULL,
			"*" },
		{ "cd shop; dbalign lint", 2,
			"number 00001 is missing: the first change is build/00003_hole.sql; `dbalign renumber` closes the gap\n",
			NULL },
		{ "cd shop; dbalign renumber --json", 0,
			"\"00003_hole is now 00001_hole\",\n    \"XXXXX_a is now 00002_a\",\n    \"XXXXX_b is now 00003_b\"",
			NULL },
		{ "cd shop; dbalign lint && dbalign renumber", 0, NULL, NULL },
		{ "cd shop; rm build/00002_a.sql; dbalign renumber", 2, NULL,
			"build/00002_a.sql is missing, which the manifest has: merge first, then renumber" },
		{ 0 },
	});
}

/* The new name of one is the old name of another. */
Test(branches, shifted)
{
	run_rows((const struct expected[]){
		{ "dbalign init shop >/dev/null; cd shop; n=00001_a; " FILL
		  "; n=00001_b; for f in build rollback pre post; do echo 'SELECT true;' >$f/$n.sql; "
		  "echo 'SELECT 2 = 2;' >$f/00002_b.sql; done",
			0, NULL, NULL },
		{ "cd shop; dbalign renumber", 0, "00001_b is now 00002_b\n", NULL },
		{ "cd shop; cat build/00003_b.sql build/00002_b.sql; dbalign lint", 0, "SELECT 2 = 2;\nSELECT true;\n", NULL },
		{ "cd shop; n=00009_c; for f in build rollback pre post; do echo 'SELECT true;' >$f/$n.sql; done; echo "
		  ">post/00004_c.sql; dbalign renumber",
			2, NULL, "post/00009_c.sql.renumber cannot be renamed to post/00004_c.sql: File exists" },
		{ "cd shop; ls build post", 0,
			"build:\n00001_a.sql\n00002_b.sql\n00003_b.sql\n00009_c.sql\n\npost:\n00001_a.sql\n00002_b.sql\n"
			"00003_b.sql\n00004_c.sql\n00009_c.sql\n",
			NULL },
		{ 0 },
	});
}

Test(branches, lint)
{
	run_rows((const struct expected[]){
		{ "dbalign init shop >/dev/null; cd shop; " ADD("one") "; dbalign lint", 0, NULL, NULL },
		{ "cd shop; printf 'SELECT 1;\\nCOMMIT;\\n' >build/00001_one.sql; : >pre/00001_one.sql; dbalign lint", 2,
			"build/00001_one.sql:2:1: begins or ends a transaction", NULL },
		{ "cd shop; dbalign lint --quiet | grep -c warning", 1, "0\n", NULL },
		{ "cd shop; dbalign hash >/dev/null; dbalign lint --json | tr -d ' \\n'", 0,
			"{\"findings\":[{\"severity\":\"error\",\"file\":\"build/00001_one.sql\",\"line\":2,\"column\":1,\"message\":\"begins",
			NULL },
		{ "dbalign lint", 1, NULL, "there is no project here" },
		{ 0 },
	});
}
