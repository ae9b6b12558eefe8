/* Documents in a repository of git: merged, compared, checked, and read from there. */
#include <criterion/criterion.h>
#include <glib.h>

#include "tests/cmd/run.h"

static void begin(void)
{
	/* nothing of whoever runs the tests */
	g_setenv("GIT_CONFIG_GLOBAL", "/dev/null", true);
	g_setenv("GIT_CONFIG_NOSYSTEM", "1", true);
	g_setenv("GIT_AUTHOR_NAME", "Ann", true);
	g_setenv("GIT_AUTHOR_EMAIL", "ann@example.org", true);
	g_setenv("GIT_COMMITTER_NAME", "Ann", true);
	g_setenv("GIT_COMMITTER_EMAIL", "ann@example.org", true);
	g_setenv("GIT_PAGER", "cat", true);
}

TestSuite(git, .init = begin, .fini = run_cleanup, .timeout = 120);

#define DOCUMENT \
	"schema s:\n  owner: o\n  table t:\n    columns:\n    - a:\n        type: integer\n    owner: o\n  table u:\n    " \
	"columns:\n    - a:\n        type: integer\n    owner: o\n"

static void make_repository(void)
{
	run_file("schema.yaml", "omitted:\n- privileges\n" DOCUMENT);
	/* sub FILE PERL: changes a file; branch NAME FROM; save MESSAGE */
	run_rows((const struct expected[]){
		{ "git init -q -b main . && db2yaml -m schema.yaml && db2yaml --git-setup && git add . && git commit -qm one", 0,
			"added to .gitattributes, which is to be committed: /schema.yaml diff=pgcanon merge=pgcanon\n"
			"added to .gitattributes, which is to be committed: /metadata/**/*.yaml diff=pgcanon merge=pgcanon-files\n"
			"set: merge.pgcanon.name\nset: merge.pgcanon.driver\nset: merge.pgcanon-files.name\nset: "
			"merge.pgcanon-files.driver\nset: diff.pgcanon.command\nset: diff.pgcanon.xfuncname\n"
			"written: .git/hooks/pre-commit\nwritten: .git/hooks/pre-merge-commit\n",
			NULL },
		{ "db2yaml --git-setup; git status --short", 0, NULL, NULL },
		{ 0 },
	});
}

/* The file and the directory hold the same at any time. */
#define COLUMN(table, name) \
	"perl -0pi -e 's/(table " table ":\\n    columns:\\n    - a:\\n        type: \\w+\\n)/$1    - " name \
	":\\n        type: text\\n/' schema.yaml && db2yaml -m schema.yaml && git add -A && git commit -qm " name

Test(git, branches)
{
	make_repository();
	run_rows((const struct expected[]){
		{ "git checkout -qb left && " COLUMN("t", "k") " && git checkout -q main && git checkout -qb right && " COLUMN(
			  "t", "l") " && " COLUMN("u", "m"),
			0, NULL, NULL },
		{ "git merge -q -m m left", 0, "Auto-merging",
			"schema.yaml: schema s: table t: columns: l (ours) and k (theirs) were added at one place" },
		{ "grep -A1 ' [klm]:' schema.yaml; yaml2db --check schema.yaml metadata; db2yaml schema.yaml | cmp - schema.yaml",
			0, "    - l:\n        type: text\n    - k:\n        type: text\n--\n    - m:\n        type: text\n", NULL },
		/* the same by rebase, cherry-pick, stash */
		{ "git checkout -q left && git rebase -q main && git checkout -qb again main && " COLUMN("t",
			  "p") " && git rebase -q right; yaml2db --check schema.yaml metadata && grep -c ' [klmp]:' schema.yaml",
			0, "*", "*" },
		{ "git checkout -q left && git cherry-pick right~2 >log && yaml2db --check schema.yaml metadata && grep -c ' "
		  "[kl]:' schema.yaml",
			0, "2\n", "*" },
		{ "sed -i 's/type: integer/type: bigint/' schema.yaml && git stash -q && " COLUMN(
			  "t", "q") " && git stash pop -q && grep -c bigint schema.yaml && grep -c ' q:' schema.yaml",
			0, "2\n1\n", NULL },
		{ 0 },
	});
}

Test(git, conflicts)
{
	make_repository();
	run_rows((const struct expected[]){
		{ "git checkout -qb left && sed -i '0,/type: integer/s//type: text/' schema.yaml && git commit -qam left && git "
		  "checkout -q main && sed -i '0,/type: integer/s//type: date/' schema.yaml && " COLUMN("u", "m"),
			0, NULL, NULL },
		{ "git merge -q left", 1, "CONFLICT (content): Merge conflict in schema.yaml",
			"db2yaml: schema.yaml: conflict: schema s: table t: columns: a: type: changed in both\n" },
		{ "sed -n 7,13p schema.yaml", 0,
			"    - a:\n<<<<<<< ours\n        type: date\n=======\n        type: text\n>>>>>>> theirs\n    owner: o\n",
			NULL },
		{ "db2yaml schema.yaml", 2, NULL,
			"schema.yaml:8:1: <<<<<<< marks a conflict of a merge: choose what is wanted, and take the marker out" },
		{ "git commit -qam merged", 1, NULL, "git::schema.yaml:8:1: <<<<<<< marks a conflict" },
		{ "sed -i -e '/^<<<<<<</d' -e '/^=======/,/^>>>>>>>/d' schema.yaml && git commit -qam merged && git log --oneline "
		  "| wc -l",
			0, "4\n", NULL },
		/* with what it was before */
		{ "git checkout -q left && git checkout -qb date main~1 && git -c merge.conflictStyle=diff3 merge -q left", 1,
			"CONFLICT", "changed in both" },
		{ "sed -n 7,14p schema.yaml; db2yaml schema.yaml; git reset -q --hard; git checkout -q main", 0,
			"<<<<<<< ours\n        type: date\n||||||| base\n        type: integer\n=======\n        type: text\n"
			">>>>>>> theirs\n",
			"schema.yaml:8:1: <<<<<<<" },
		/* theirs is no YAML */
		{ "git checkout -qb broken left && echo '  a: - b' >>schema.yaml && git commit -qnam broken && git checkout -q "
		  "main && git merge -q broken",
			1, "CONFLICT", "schema.yaml: conflict: merged by lines" },
		{ 0 },
	});
}

/* What one drops and the other begins to need: in a file the driver finds it, in a directory the hook. */
Test(git, what_does_not_go_together)
{
	make_repository();
	run_file("view.yaml", "view v:\n  definition: |2-\n     SELECT u.a FROM s.u\n  owner: o\n");
	run_rows((const struct expected[]){
		{ "git checkout -qb view && sed 's/^/  /' view.yaml >>schema.yaml && mv view.yaml metadata/schema.s/view.v.yaml "
		  "&& git add . && git commit -qm view",
			0, NULL, "*" },
		{ "git checkout -q main && perl -0pi -e 's/  table u:.*//s' schema.yaml && git commit -qam gone && git merge -q "
		  "view",
			1, "CONFLICT", "conflict: view s.v, as theirs has it, needs column a of table s.u, which is gone" },
		{ "grep -c '^<<<<<<< ours and theirs: view s.v' schema.yaml && git reset -q --hard main^ && git rm -q "
		  "metadata/schema.s/table.u.yaml && git commit -qm gone && git merge -q -m m view",
			1, "1\n", "metadata: view s.v, as theirs has it, needs column a of table s.u, which is gone" },
		{ 0 },
	});
}

/* Each side takes away one of the two that have privileges. */
Test(git, silence)
{
	run_file("schema.yaml",
		"schema s:\n  owner: o\n  privileges:\n  - a:\n    - usage\nschema t:\n  owner: o\n  privileges:\n  - a:\n    - "
		"usage\n");
	run_rows((const struct expected[]){
		{ "git init -q -b main . && db2yaml -m schema.yaml && rm schema.yaml && db2yaml --git-setup >/dev/null && git add "
		  ". && git commit -qm one",
			0, NULL, NULL },
		{ "git checkout -qb left && sed -i '/privileges/,$d' metadata/schema.s.yaml && git commit -qam s && git checkout "
		  "-q main && sed -i '/privileges/,$d' metadata/schema.t.yaml && git commit -qam t",
			0, NULL, NULL },
		{ "git merge -q -m m left", 1, NULL, "metadata: it seems to leave out owners or privileges" },
		{ "echo 'omitted: []' >metadata/omitted.yaml && git add . && git commit -qm m", 0, NULL, NULL },
		{ 0 },
	});
}

Test(git, differences)
{
	make_repository();
	run_rows((const struct expected[]){
		{ "sed -i -e '0,/type: integer/s//type: text/' -e '/table u/,$s/owner: o/owner: p/' schema.yaml && git diff", 0,
			"=== schema.yaml\n  schema s: table t\n    columns: a: type: integer -> text\n  schema s: table u\n    "
			"owner: o -> p\n",
			NULL },
		{ "git -c color.diff=always diff | grep -c 'columns: a: type: integer -> text\033'; git diff -U0 --no-ext-diff | "
		  "sed -n 's/^@@.*@@//p'",
			0, "1\n table t:\n table u:\n", NULL },
		{ "git commit -qam two && git log -1 --format=%s -p --ext-diff; git log -1 --format= -p | grep -c '^[+-] '", 0,
			"two\n\n=== schema.yaml\n  schema s: table t\n    columns: a: type: integer -> text\n  schema s: table u\n"
			"    owner: o -> p\n4\n",
			NULL },
		{ "(echo '# by hand'; cat schema.yaml) >new && mv new schema.yaml && git diff", 0,
			"=== schema.yaml\n  only comments and layout differ; git diff --no-ext-diff shows them\n", NULL },
		{ "git rm -qf schema.yaml && git diff --cached | head -2; db2yaml --git-diff a b", 2,
			"=== schema.yaml (gone)\n- omitted\n", "--git-diff needs the arguments" },
		{ 0 },
	});
}

/* What somebody has there already stays. */
Test(git, setting_up)
{
	run_file("my doc.yaml", DOCUMENT);
	run_rows((const struct expected[]){
		{ "db2yaml --git-setup", 2, NULL, "git: not a git repository" },
		{ "git init -q . && db2yaml --git-setup", 2, NULL, "which documents?" },
		{ "db2yaml --git-setup nothing.yaml", 2, NULL, "nothing.yaml: No such file" },
		{ "db2yaml --git-setup /etc/passwd", 2, NULL, "/etc/passwd: is not in the repository" },
		{ "printf '*.sql -text' >.gitattributes && printf '#!/bin/sh\ntrue\n' >.git/hooks/pre-commit && git config "
		  "diff.pgcanon.command mine && mkdir d && cd d && db2yaml --git-setup '../my doc.yaml'",
			0, "kept: diff.pgcanon.command is already \"mine\"", NULL },
		{ "cat .gitattributes .git/hooks/pre-commit; git config diff.pgcanon.command; git check-attr merge 'my doc.yaml'",
			0,
			"*.sql -text\n\"/my doc.yaml\" diff=pgcanon merge=pgcanon\n#!/bin/sh\ntrue\nmine\nmy doc.yaml: merge: "
			"pgcanon\n",
			NULL },
		{ "db2yaml --git-setup 'my doc.yaml'", 0,
			"pre-commit is there; add this line to it: db2yaml --git-check || exit 1\n", NULL },
		{ "db2yaml --git-remove", 0, "kept: diff.pgcanon.command is \"mine\"\n", NULL },
		{ "cat .gitattributes; ls .git/hooks | grep -v sample; git config --get-regexp pgcanon; db2yaml --git-remove", 0,
			"*.sql -text\npre-commit\ndiff.pgcanon.command mine\nkept: diff.pgcanon.command is \"mine\"\n", NULL },
		{ "db2yaml --git-setup --git-merge a", 2, NULL,
			"--git-setup, --git-remove, --git-check, --git-merge and --git-diff exclude each other" },
		{ 0 },
	});
}

Test(git, checking)
{
	make_repository();
	run_rows((const struct expected[]){
		{ "sed -i 's/type: integer/typ: integer/' schema.yaml && git commit -qam x", 1, NULL,
			"git::schema.yaml:8:9: unknown key \"typ\" of a column; did you mean \"type\"?" },
		/* what is staged counts, not what lies there */
		{ "git checkout -q schema.yaml && sed -i 's/integer/text/' schema.yaml && git add . && echo nonsense "
		  ">>schema.yaml && git commit -qm x",
			0, NULL, NULL },
		{ "git checkout -q schema.yaml && sed -i 's/type: text/type: \"text\"/' schema.yaml && git commit -qam y", 0, NULL,
			"note: schema.yaml is not in canonical form: db2yaml -o schema.yaml schema.yaml makes it so" },
		{ "sed -i 's/columns:/colums:/' metadata/schema.s/table.t.yaml && git commit -qam z", 1, NULL,
			"git::metadata/schema.s/table.t.yaml:2:3: unknown key \"colums\"" },
		{ "git checkout -q . && git rm -qr metadata && git commit -qm gone && git rm -q schema.yaml && git commit -qm gone",
			0, NULL, NULL },
		{ 0 },
	});
}

Test(git, places)
{
	make_repository();
	run_rows((const struct expected[]){
		{ COLUMN("t", "k"), 0, NULL, NULL },
		{ "yaml2db git:main~1:schema.yaml git:main:metadata | grep ALTER", 0, "ALTER TABLE s.t ADD COLUMN k text;\n",
			NULL },
		{ "yaml2db git:main~1:metadata schema.yaml | grep -c ALTER; yaml2db --check git:main:metadata git::schema.yaml; "
		  "mkdir sub; cd sub; db2yaml git:main:../schema.yaml | cmp - ../schema.yaml",
			0, "1\n", NULL },
		{ "db2yaml 'git:main@{now}:schema.yaml' | cmp - schema.yaml; db2yaml git::metadata | cmp - schema.yaml", 0, NULL,
			NULL },
		{ "db2yaml git:nope:schema.yaml", 2, NULL, "git:nope:schema.yaml: there is no revision \"nope\" here\n" },
		{ "db2yaml git:main:nope.yaml", 2, NULL,
			"git:main:nope.yaml: there is no file or directory \"nope.yaml\" in main; paths begin at the top of the "
			"repository, or here with ./\n" },
		{ "db2yaml git::nope.yaml", 2, NULL, "there is no file or directory \"nope.yaml\" in the index; " },
		{ "db2yaml git:main", 2, NULL, "expected git:REVISION:FILE" },
		{ "db2yaml git:main:", 2, NULL, "expected git:REVISION:FILE" },
		{ "db2yaml git:--output=x:schema.yaml; ls x", 2, NULL, "*" },
		{ "db2yaml 'git:main:--help'; db2yaml 'git:$(touch x):schema.yaml'; ls x", 2, NULL, "*" },
		{ "printf 'schema s: {}\n  x' >schema.yaml && git add . && db2yaml git::schema.yaml", 2, NULL,
			"db2yaml: git::schema.yaml:2:" },
		{ "cd / && db2yaml git:main:schema.yaml", 2, NULL, "git:main:schema.yaml: git: not a git repository" },
		{ 0 },
	});
}
