/* dbalign's command line, and the commands that need no server. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

TestSuite(dbalign, .fini = run_cleanup);

Test(dbalign, usage)
{
	run_rows((const struct expected[]){
		{ "dbalign", 1, NULL, "dbalign: which command?\n    try \"dbalign --help\"\n" },
		{ "dbalign nwe", 1, NULL, "unknown command \"nwe\"; did you mean \"new\"?\n    try \"dbalign --help\"\n" },
		{ "dbalign new", 1, NULL, "is needed\n    try \"dbalign new --help\"\n" },
		{ "dbalign new a b", 1, NULL, "one argument too many: b\n" },
		{ "dbalign new --jso --nosuch a", 1, NULL, "unknown option --nosuch" },
		{ "dbalign --directory", 1, NULL, "option --directory needs an argument: DIR" },
		{ "dbalign --color sometimes hash", 1, NULL, "--color is auto, always or never" },
		{ "dbalign -C nosuch hash", 1, NULL,
			"nosuch/project.yaml: there is no project here; `dbalign init NAME` makes one" },
		{ "dbalign --version", 0, "dbalign (pgcanon) ", NULL },
		{ "dbalign --help", 0, "commands:\n  init ", NULL },
		{ "dbalign new --help", 0, "usage: dbalign new [OPTION]... SLUG\n", NULL },
		{ "dbalign --help new", 0, "usage: dbalign new [OPTION]... SLUG\n", NULL },
		{ "dbalign init --help", 0, "--contracts-optional", NULL },
		{ "dbalign --help | grep -c contracts-optional", 1, "0\n", NULL },
		{ 0 },
	});
}

Test(dbalign, help_is_whole)
{
	run_rows((const struct expected[]){
		{ "for c in '' $(dbalign --help | sed -n '/^commands:/,/^$/s/^  \\([a-z]*\\) .*/\\1/p'); do "
		  "dbalign $c --help >h || exit; grep -q '^options' h || echo $c: no options; "
		  "test -z \"$c\" || grep -q '^examples:' h || echo $c: no examples; done",
			0, NULL, NULL },
		{ 0 },
	});
}

/* The manual page tells of each command and each option. */
Test(dbalign, manual)
{
	run_rows((const struct expected[]){
		{ "page=$PGCANON_SOURCE/docs/dbalign.1.scd; for c in '' $(dbalign --help | sed -n '/^commands:/,/^$/s/^  "
		  "\\([a-z]*\\) .*/\\1/p'); do "
		  "test -z \"$c\" || grep -q \"^\\*$c\\*\" $page || echo $c; "
		  "for o in $(dbalign $c --help | sed -n 's/^  .* \\(--[a-z-]*\\).*/\\1/p'); do grep -qF -e \"*$o*\" $page || "
		  "echo $c $o; done; done",
			0, NULL, NULL },
		{ 0 },
	});
}

Test(dbalign, completion)
{
	run_rows((const struct expected[]){
		{ "dbalign --completion bash >c && bash -n c", 0, NULL, NULL },
		{ "for s in zsh fish; do ! command -v $s >/dev/null || { dbalign --completion $s >c && $s -n c; } || exit; done", 0,
			NULL, NULL },
		{ "bash -c '. ./c; COMP_WORDS=(dbalign ini); COMP_CWORD=1; _dbalign; echo ${COMPREPLY[@]}'", 0, "init\n", NULL },
		{ "bash -c '. ./c; COMP_WORDS=(dbalign -C new ini); COMP_CWORD=3; _dbalign; echo ${COMPREPLY[@]}'", 0, "init\n",
			NULL },
		{ "bash -c '. ./c; COMP_WORDS=(dbalign init --con); COMP_CWORD=2; _dbalign; echo ${COMPREPLY[@]}'", 0,
			"--contracts-optional\n", NULL },
		{ "bash -c '. ./c; COMP_WORDS=(dbalign hash --con); COMP_CWORD=2; _dbalign; echo ${COMPREPLY[@]}'", 0, "\n", NULL },
		{ "bash -c '. ./c; COMP_WORDS=(dbalign hash --color n); COMP_CWORD=3; _dbalign; echo ${COMPREPLY[@]}'", 0,
			"never\n", NULL },
		{ "dbalign --completion tcsh", 1, NULL, "--completion is bash, zsh or fish" },
		{ 0 },
	});
}

Test(dbalign, first_steps)
{
	run_rows((const struct expected[]){
		{ "dbalign init shop", 0, "shop\n", NULL },
		{ "dbalign init shop", 2, NULL, "shop/project.yaml: there is a project already" },
		{ "dbalign init 'a b'", 1, NULL, "\"a b\" cannot name a project" },
		{ "mkdir here && cd here && echo '*.png binary' >.gitattributes && dbalign init . && cat .gitattributes", 0,
			"*.png binary\n*.sql -text\n", NULL },
		{ "cd shop && dbalign hash && dbalign new add_iban && dbalign new add_bic", 0, "00001_add_iban\n00002_add_bic\n",
			NULL },
		{ "cd shop && sha256sum --strict -c manifest | grep -c OK", 0, "8\n", NULL },
		{ "dbalign new -C shop 'a/b'", 1, NULL, "\"a/b\" cannot name a change" },
		{ "echo 'SELECT true;' >>shop/post/00001_add_iban.sql; dbalign hash -C shop", 0,
			"00001_add_iban: post/00001_add_iban.sql changed\n", NULL },
		{ "dbalign hash -C shop", 0, NULL, NULL },
		{ "cd shop && echo >test/00002_add_bic_b.sql; rm pre/00001_add_iban.sql; dbalign hash --json", 0,
			"\"00001_add_iban: pre/00001_add_iban.sql is gone\",\n    \"00002_add_bic: test/00002_add_bic_b.sql is "
			"new\"",
			NULL },
		{ "cd shop && dbalign new x", 2, NULL,
			"pre/00001_add_iban.sql is missing: a change without precondition is an error" },
		{ "cd shop && echo 'SELECT true' >pre/00001_add_iban.sql; echo '<<<<<<< a' >>manifest; dbalign new x", 2, NULL,
			"a merge has left a conflict" },
		{ "cd shop && dbalign hash && dbalign new x --json", 0, "\"change\": \"00003_x\"", NULL },
		{ "cd shop && mv build/00002_add_bic.sql build/00004_add_bic.sql; dbalign hash", 2, NULL,
			"number 00002 is missing" },
		{ 0 },
	});
}
