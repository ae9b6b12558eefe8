/* Projects of other tools, applied and taken back by ours. */
#include "help.h"

TestSuite(runner_import, .fini = clean_up);

#define DBALIGN "dbalign -C import -d import --set reader=pg_monitor --set word=\"it's\" "

Test(runner_import, sqitch)
{
	make("import", "SELECT");
	run_rows((const struct expected[]){
		{ "\"$PGCANON_SOURCE/tests/dbalign/flipr\" && sed 's/CREATE/& OR REPLACE/' flipr/deploy/sub/pass@v1.0.sql "
		  ">flipr/revert/sub/pass.sql && "
		  "dbalign import flipr import",
			0, "4 changes\n", NULL },
		{ DBALIGN "apply", 0, "00004_sub_pass applied", "*" },
		{ "psql -XAtqd import -c \"INSERT INTO flipr.users DEFAULT VALUES RETURNING p, flipr.pass()\"", 0, "it's|2\n",
			NULL },
		{ DBALIGN "apply", 0, "import: nothing to do, the database is at 00004_sub_pass", "*" },
		{ DBALIGN "down --to 3 && psql -XAtqd import -c 'SELECT flipr.pass()'", 0, "1\n", "*" },
		{ DBALIGN "down --to 0 && psql -XAtqd import -c \"SELECT to_regnamespace('flipr') IS NULL\"", 0, "t\n", "*" },
		{ DBALIGN "apply", 0, "00004_sub_pass applied", "*" },
		{ 0 },
	});
	drop("import");
}
