/* What is wrong with files ends a run before it connects: the place is a server that there is not, which is exit status 5. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

#define PLACE "-d 'host=/nosuch dbname=app' "
#define BEFORE \
	"dbalign init shop >/dev/null && cd shop && for n in $(dbalign new one) $(dbalign new two); do for f in build " \
	"rollback pre post; do " \
	"echo 'SELECT true;' >$f/$n.sql; done; done; dbalign hash >/dev/null; "

TestSuite(failures, .fini = run_cleanup);

/* Each row begins with the same project of two changes. */
static void check(const struct expected *rows)
{
	for (; rows->command; rows++) {
		g_autofree char *command = g_strdup_printf("rm -rf shop; " BEFORE "%s", rows->command);
		run_rows((const struct expected[]){ { command, rows->status, rows->out, rows->err }, { 0 } });
	}
}

Test(failures, before_connecting)
{
	check((const struct expected[]){
		{ "dbalign apply " PLACE, 5, NULL, "connection to server on socket \"/nosuch" },
		{ "rm post/00002_two.sql; dbalign hash >/dev/null; dbalign apply " PLACE, 2, NULL,
			"post/00002_two.sql is missing: a change without postcondition is an error" },
		{ "rm post/00002_two.sql; dbalign status " PLACE, 2, NULL,
			"post/00002_two.sql is missing, which the manifest has" },
		{ "echo >>build/00002_two.sql; dbalign apply " PLACE, 3, NULL, "build/00002_two.sql: its SHA-256 is " },
		{ "for f in build rollback pre post; do mv $f/00002_two.sql $f/00003_two.sql; done; dbalign apply " PLACE, 2, NULL,
			"number 00002 is missing: build/00003_two.sql comes after build/00001_one.sql" },
		{ "cp build/00002_two.sql build/00002_other.sql; dbalign apply " PLACE, 2, NULL,
			"number 00002 is there twice: build/00002_other.sql and build/00002_two.sql" },
		{ "cp build/00001_one.sql build/00001_late.sql; dbalign apply " PLACE, 2, NULL,
			"build/00001_late.sql came later than 00002_two, with which the manifest ends; `dbalign renumber --onto "
			"BRANCH`" },
		{ "echo 'SELECT 1;' >rollback/00003_x.sql; dbalign apply " PLACE, 2, NULL,
			"rollback/00003_x.sql: belongs to no change" },
		{ "sed -i 's/^# head 00002 ./# head 00002 x/' manifest; dbalign apply " PLACE, 2, NULL,
			"manifest:11: the head is not that of the lines above it" },
		{ "sed -i 2d manifest; dbalign apply " PLACE, 2, NULL, "manifest:2: a change begins with its build file" },
		{ "printf '%s\\n' '-- a' '-- transacton: no' 'SELECT 1;' >build/00002_two.sql; dbalign hash >/dev/null; dbalign "
		  "apply " PLACE,
			2, NULL, "build/00002_two.sql:2:1: unknown directive \"transacton\"; did you mean \"transaction\"?" },
		{ "rm rollback/00002_two.sql; dbalign hash >/dev/null; dbalign apply " PLACE, 2, NULL,
			"rollback/00002_two.sql is missing: write it, or say" },
		{ "rm project.yaml; dbalign apply " PLACE, 1, NULL, "project.yaml: there is no project here" },
		{ "echo 'rolle: x' >>project.yaml; dbalign apply " PLACE, 1, NULL,
			"project.yaml:4:1: unknown key \"rolle\"; did you mean \"role\"?" },
		{ 0 },
	});
}

Test(failures, environments)
{
	check((const struct expected[]){
		{ "dbalign apply", 1, NULL, "which database? --env NAME, an environment, or -d PLACE is needed" },
		{ "dbalign apply --env dev " PLACE, 1, NULL, "--env and -d cannot be combined" },
		{ "dbalign apply --env qat", 1, NULL, "env/qat.yaml: there is no such environment; there are: dev" },
		{ "echo 'drift: maybe' >>env/dev.yaml; dbalign apply --env dev", 1, NULL,
			"env/dev.yaml:3:8: \"drift\": expected one of error, warn, off" },
		{ "printf 'stage: DEV\\nplace: password=hunter2\\n' >env/dev.yaml; dbalign apply --env dev 2>e; s=$?; cat e >&2; "
		  "! grep -q hunter2 e || exit; exit $s",
			1, NULL, "env/dev.yaml: has a password in it" },
		{ "dbalign apply -d 'postgresql://u:hunter2@h/d' 2>e; s=$?; cat e >&2; ! grep -q hunter2 e || exit; exit $s", 1,
			NULL, "-d: has a password in it" },
		{ "dbalign apply --set a " PLACE, 1, NULL, "--set takes NAME=VALUE" },
		{ 0 },
	});
}
