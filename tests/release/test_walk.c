/* The whole walk: from a difference of two documents to PRD, and back. */
#include "tests/release/help.h"

TestSuite(walk, .fini = world_end);

#define SIGN(name) "for k in alice bob; do dbalign sign " name " --key $k@example.org || exit; done"
#define CUSTOMER " --key carol@example.org"
/* In a copy of the project, which is gone after. */
#define TAMPERED(how) "rm -rf ../tampered; cp -r . ../tampered; cd ../tampered; " how "; "

Test(walk, from_dev_to_prd_and_back)
{
	world("walk", false);
	rows_there((const struct expected[]){
		/* PRD as it is: three changes, rows */
		{ "dbalign release create && " SIGN(
			  "R0001") " && dbalign -e qat apply && dbalign -e prd approve R0001" CUSTOMER
				   " && dbalign -e prd apply && psql -qX -d walk_prd -c 'INSERT INTO public.t1 SELECT generate_series(1, 1000)'",
			0, "walk_prd: at 00003_t3\n", NULL },
		/* the change */
		{ "db2yaml walk_prd >../before.yaml && sed '0,/type: integer/s//type: bigint\\n    - note:\\n        type: text/' ../before.yaml "
		  ">../after.yaml; yaml2db --check walk_prd ../after.yaml",
			1, "*", "*" },
		{ "dbalign new wider --from ../before.yaml --to ../after.yaml", 0, "00004_wider\n", NULL },
		{ "echo \"SELECT pg_typeof(a)::text = 'bigint' FROM public.t1 UNION SELECT true;\" >test/00004_wider.sql; "
		  "echo 'INSERT INTO contract SELECT '\"'sum'\"', sum(a) FROM public.t1;' >>pre/00004_wider.sql; "
		  "echo \"SELECT coalesce(sum(a)::text, '') = (SELECT coalesce(value, '') FROM contract WHERE key = 'sum') FROM public.t1;\" "
		  ">>post/00004_wider.sql; dbalign hash && dbalign lint",
			0, "test/00004_wider.sql is new\n", NULL },
		/* signed by two developers */
		{ "dbalign release create && dbalign sign R0002 --key alice@example.org", 0, "R0002\n", NULL },
		{ "dbalign -e qat apply", 4, NULL, "R0002 has 1 of the 2 signatures" },
		{ TAMPERED("sed -i s/bigint/smallint/ build/00004_wider.sql") "dbalign sign R0002 --key bob@example.org", 3, NULL,
			"its SHA-256 is" },
		{ TAMPERED(
			  "sed -i s/bigint/smallint/ build/00004_wider.sql; dbalign hash") "dbalign sign R0002 --key bob@example.org",
			4, "*", "another head than was signed" },
		{ "dbalign sign R0002 --key bob@example.org", 0, "release/R0002.yaml.", NULL },
		/* QAT */
		{ TAMPERED("sed -i s/bigint/smallint/ build/00004_wider.sql") "dbalign -e qat apply", 3, NULL, "its SHA-256 is" },
		{ TAMPERED("sed -i s/bigint/smallint/ build/00004_wider.sql; dbalign hash") "dbalign -e qat apply", 4, "*",
			"another head than was signed" },
		{ TAMPERED(
			  "sed -i s/bigint/smallint/ build/00004_wider.sql; dbalign hash; rm release/R0002*; dbalign release create") "dbalign -e qat apply",
			4, "*", "R0002 has 0 of the 2 signatures" },
		{ "dbalign -e qat apply", 0, "tests: 1 files, 1 assertions, 0 files failed\nreport: release/Q0002.yaml\n", NULL },
		{ "yaml2db --check walk_qat ../after.yaml", 0, "*", NULL },
		/* approved by the customer */
		{ "dbalign -e prd plan", 4, NULL, "PRD needs the customer's approval" },
		{ TAMPERED("sed -i 's/^to: 4/to: 3/' release/Q0002.yaml") "dbalign -e prd approve R0002" CUSTOMER, 4, NULL,
			"is the report of another release" },
		{ TAMPERED("echo >>build/00003_t3.sql; dbalign hash") "dbalign -e prd approve R0002" CUSTOMER, 4, "*",
			"another head than was signed" },
		{ "dbalign -e prd approve R0002" CUSTOMER, 0, "release/A0002.yaml.", NULL },
		/* rehearsed on a copy of PRD with its rows */
		{ "mkdir rehearse && echo 'server: dbname=postgres' >rehearse/prd.yaml && dbalign -q -e prd rehearse --html ../report.html",
			0, "back: good, down to the beginning and up again: the schema is the same\ngood\n", NULL },
		{ "grep -q 00004_wider ../report.html && psql -qXtA -d walk_prd -c 'SELECT patch_number FROM dbalign.state'", 0,
			"3\n", NULL },
		{ TAMPERED("sed -i s/bigint/smallint/ build/00004_wider.sql") "dbalign -q -e prd rehearse", 3, NULL,
			"its SHA-256 is" },
		/* PRD */
		{ TAMPERED("echo >>post/00004_wider.sql") "dbalign -e prd apply", 3, NULL, "its SHA-256 is" },
		{ TAMPERED("sed -i s/1.assertions/7\\ assertions/ release/Q0002.yaml") "dbalign -e prd apply", 4, NULL,
			"names another report of QAT" },
		{ TAMPERED("rm release/A0002.yaml.*; cp release/A0001.yaml.* release/A0002.yaml.x.asc") "dbalign -e prd apply", 4,
			NULL, ": it signs other content" },
		{ "dbalign bundle && sed -i s/bigint/BIGINT/ walk-R0002.tar && dbalign -e prd apply --bundle walk-R0002.tar", 3,
			"*", "SHA-256 is" },
		{ "dbalign -e prd apply", 0, "walk_prd: at 00004_wider\n", NULL },
		{ "yaml2db --check walk_prd ../after.yaml", 0, "*", NULL },
		{ "psql -qXtA -d walk_prd -c 'SELECT count(*), sum(a) FROM public.t1'", 0, "1000|500500\n", NULL },
		{ "dbalign -e prd verify && dbalign -e prd show 4", 0, "*", NULL },
		/* taken down, with a statement of its own */
		{ "dbalign -e prd down --to 3", 4, NULL, "there is no release that goes down" },
		{ "dbalign release create --down --to 3 && " SIGN("R0003") " && dbalign -e prd down", 4, "*",
			"release/Q0003.yaml is not there" },
		{ "dbalign -e qat down && dbalign -e prd down", 4, "*", "release/A0003.yaml is not there" },
		{ TAMPERED("echo >>rollback/00004_wider.sql") "dbalign -e prd approve R0003" CUSTOMER, 3, NULL, "its SHA-256 is" },
		{ TAMPERED("echo >>rollback/00004_wider.sql; dbalign hash") "dbalign -e prd down", 4, "*",
			"another head than was signed" },
		{ "dbalign -e prd approve R0003" CUSTOMER " && dbalign -e prd down", 0, "walk_prd: at 00003_t3\n", NULL },
		{ "yaml2db --check walk_prd ../before.yaml", 0, "*", NULL },
		{ "yaml2db --check walk_qat ../before.yaml", 0, "*", NULL },
		{ "psql -qXtA -d walk_prd -c 'SELECT count(*), sum(a) FROM public.t1'", 0, "1000|500500\n", NULL },
		{ "dbalign -e prd apply", 4, NULL, "R0002 has serial 2, and walk_prd has already had 3, so it is outdated" },
		{ 0 },
	});
}
