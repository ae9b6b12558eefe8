/* What somebody might try with the files of a release. */
#include "tests/release/help.h"

TestSuite(attacks, .fini = world_end);

#define SIGN(name) "for k in alice bob; do dbalign sign " name " --key $k@example.org || exit; done"
#define RELEASE "n=$(dbalign release create) && for k in alice bob; do dbalign sign $n --key $k@example.org; done"
/* Statements and signatures made by hand, with the keys of the developers. */
#define FORGE(name) \
	"rm release/" name ".yaml.*; for k in alice bob; do gpg -q --batch --armor -u $k@example.org --detach-sign -o " \
	"release/" name ".yaml.$k.asc release/" name ".yaml; done"

Test(attacks, on_the_files)
{
	world("files_of", false);
	rows_there((const struct expected[]){
		{ RELEASE, 0, "release/R0001.yaml.", NULL },
		{ "cp -r . ../good; sed -i s/integer/bigint/ build/00002_t2.sql; dbalign -e qat apply", 3, NULL,
			"build/00002_t2.sql: its SHA-256 is " }, /* changed */
		{ "dbalign hash && dbalign -e qat apply", 4, "*",
			"up to change 00003 the manifest has another head than was signed" },
		{ "rm */00003_t3.*; dbalign hash && dbalign -e qat apply", 4, "*",
			"is about changes up to 3, and the project ends at 2: some of them are missing" }, /* omitted */
		{ "cp -r ../good/* .; dbalign hash && for f in build rollback pre post; do mv $f/00002_t2.sql $f/00009; mv $f/00003_t3.sql "
		  "$f/00002_t3.sql; mv $f/00009 $f/00003_t2.sql; done; rm manifest; dbalign hash && dbalign -e qat apply",
			4, "*", "another head than was signed" }, /* reordered */
		{ "rm -r */0000*; cp -r ../good/* .; echo 'search_path: evil' >>project.yaml; dbalign -e qat apply", 4, NULL,
			"was made with another project.yaml than is there" },
		{ "cp ../good/project.yaml .; sed -i 's/^expires: .2/&9/; s/^expires: \"29\\(...\\)/expires: \"2\\1/' release/R0001.yaml; "
		  "sed -i 's/^expires: \"..../expires: \"2099/' release/R0001.yaml; dbalign -e qat apply",
			4, NULL, ": it signs other content" }, /* made to last */
		{ "echo '# but' >>release/R0001.yaml; dbalign -e qat apply", 4, NULL,
			"is not as dbalign writes it: it was edited" },
		{ "echo 'extra: 1' >>release/R0001.yaml; dbalign -e qat apply", 4, NULL, "unknown key \"extra\"" },
		{ "cp ../good/release/* release; dbalign init ../thieves && cp -r build rollback pre post release ../thieves && cd ../thieves && "
		  "cp ../files_of/env/* env && dbalign hash && dbalign -e qat apply",
			4, "*", "is about another project, of uuid " }, /* of another project */
		/* changed between the check and the run: the server asks for the password in between */
		{ "echo 'password_command: sed -i s/integer/bigint/ build/00002_t2.sql; echo x' >>env/qat.yaml; dbalign -e qat apply",
			3, NULL, "build/00002_t2.sql: its SHA-256 is " },
		{ "sed -i /password/d env/qat.yaml; cp ../good/build/* build; dbalign -e qat apply", 0,
			"report: release/Q0001.yaml\n", NULL },
		{ 0 },
	});
}

Test(attacks, on_the_order_of_releases)
{
	world("orders_of", false);
	rows_there((const struct expected[]){
		{ "dbalign release create --to 2 && " SIGN("R0001") " && dbalign -e qat apply", 0, "at 00002_t2\n", NULL },
		{ "dbalign -e qat apply --to 3 --release R0001", 4, NULL, "R0001 ends at 00002, and not at 00003" },
		{ "dbalign -e qat down --to 0", 4, NULL, "there is no release that goes down" },
		{ "dbalign -e qat down --to 0 --release R0001", 4, NULL, "R0001 goes up, and this is the way down" },
		{ "dbalign release create --down --to 1 --from 2 && " SIGN("R0002") " && dbalign -e qat plan --down --to 1", 0,
			"00002_t2 down", NULL },
		{ "dbalign -e qat down --use-stored --to 1", 4, NULL, "what the registry has stored is not what was signed" },
		{ "dbalign -e qat down --to 0", 4, NULL, "R0002 ends at 00001, and not at 00000" },
		{ "dbalign -e qat down", 0, "report: release/Q0002.yaml\n", NULL },
		/* replayed */
		{ "dbalign -e qat apply", 4, NULL, "R0001 has serial 1, and orders_of_qat has already had 2, so it is outdated" },
		{ "dbalign -d orders_of_qat apply", 4, NULL, "has taken release 2, and since then takes nothing but releases" },
		{ "printf 'stage: DEV\\nplace: orders_of_qat\\n' >env/dev.yaml; dbalign -e dev apply", 4, NULL,
			"takes nothing but releases" },
		{ "dbalign release create --to 2", 0, "R0003\n", NULL },
		{ "dbalign -e qat apply", 4, NULL, "R0003 has 0 of the 2 signatures" },
		/* mixed: signatures of another one */
		{ "for f in release/R0001.yaml.*; do cp $f release/R0003${f#release/R0001}; done; dbalign -e qat apply", 4, NULL,
			": it signs other content" },
		{ "for f in release/R0001*; do cp $f release/R0003${f#release/R0001}; done; dbalign -e qat apply", 4, NULL,
			"has serial 1, which is not that of its name" },
		/* frozen: kept until nobody remembers why */
		{ "rm release/R0003*; dbalign release create --to 2 --days 1; sed -i 's/^created: .*/created: \"2020-01-01T00:00:00Z\"/; s/^expires: "
		  ".*/expires: \"2020-01-02T00:00:00Z\"/' release/R0003.yaml; " FORGE("R0003") "; dbalign -e qat apply",
			4, "R0003\n",
			"release/R0003.yaml has expired at 2020-01-02T00:00:00Z; nothing was done: make a new release" },
		{ "dbalign -e qat release show R0003", 4, NULL, "release/R0003.yaml has expired" },
		{ "sed -i 's/^runner: .*/runner: \"99.0\"/' release/R0003.yaml; " FORGE("R0003") "; dbalign -e qat apply", 4, NULL,
			"release/R0003.yaml needs dbalign 99.0, and this is " },
		{ "rm release/R0003*; dbalign release create --from 2 --to 3 && " SIGN("R0003") " && dbalign -e qat apply", 4, "*",
			"R0003 begins at 00002, and orders_of_qat is at 00001; nothing was done: what is between needs a release, too" },
		{ "rm release/R0003*; dbalign release create --from 1 --to 2 && " SIGN(
			  "R0003") " && dbalign -e qat apply && dbalign -e qat test && "
				   "dbalign -e qat verify && dbalign -e qat status",
			0, "  the last release that it has taken is R0003\n", NULL },
		/* the same serial once more, with other changes */
		{ "rm release/?0003*; dbalign release create --from 1 --to 3 && " SIGN("R0003") " && dbalign -e qat apply", 4, "*",
			"orders_of_qat has already had another release of serial 3" },
		{ "dbalign -e qat test", 4, NULL, "is not the release of that serial that orders_of_qat has had" },
		{ "rm release/R0003*; dbalign -e qat test", 4, NULL, "release/R0003.yaml: cannot be read" },
		{ 0 },
	});
}

Test(attacks, on_the_stages)
{
	world("stages_of", false);
	rows_there((const struct expected[]){
		{ RELEASE " && dbalign -e prd apply", 4, "*",
			"release/Q0001.yaml is not there; nothing was done: PRD gets what succeeded on QAT" },
		{ "dbalign approve R0001 -e prd --key carol@example.org", 4, NULL, "release/Q0001.yaml: cannot be read" },
		{ "dbalign -e qat apply && dbalign -e prd apply", 4, "*",
			"release/A0001.yaml is not there; nothing was done: R0001 is signed for QAT; PRD needs the customer's approval" },
		{ "sed s/success/failed/ release/Q0001.yaml >q; cp release/Q0001.yaml good; cp q release/Q0001.yaml; dbalign approve R0001 -e prd "
		  "--key carol@example.org",
			4, NULL, "on qat it has failed" },
		{ "cp good release/Q0001.yaml; dbalign approve R0001 -e prd --key alice@example.org && dbalign -e prd apply", 4,
			"*", "A0001 has 0 of the 1 signatures of a customer" },
		{ "dbalign approve R0001 -e prd --key carol@example.org && dbalign -e prd plan", 0, "00003_t3 up", NULL },
		/* another report than the customer has seen */
		{ "sed -i 's/^tests: .*/tests: all of them/' release/Q0001.yaml; dbalign -e prd apply", 4, NULL,
			"release/A0001.yaml names another report of QAT than release/Q0001.yaml" },
		{ "dbalign sign A0001 --key carol@example.org", 4, NULL, "names another report of QAT" },
		{ "sed -i 's/^to_head: .*/to_head: 0000000000000000000000000000000000000000000000000000000000000000/' release/Q0001.yaml; dbalign "
		  "-e prd apply",
			4, NULL, "*" },
		{ "cp good release/Q0001.yaml; sed -i s/PRD/QAT/ release/A0001.yaml; dbalign -e prd apply", 4, NULL,
			"\"stage\": expected one of PRD, found \"QAT\"" },
		{ "sed -i s/QAT/PRD/ release/A0001.yaml; cp -r release saved; sed -i 's/^expires: .*/expires: \"2020-01-02T00:00:00Z\"/' "
		  "release/A0001.yaml; rm release/A0001.yaml.*; gpg -q --batch --armor -u carol@example.org --detach-sign -o release/A0001.yaml.c.asc "
		  "release/A0001.yaml; dbalign -e prd apply",
			4, NULL, "release/A0001.yaml has expired at 2020-01-02T00:00:00Z" },
		{ "dbalign -e prd approve R0001 --key carol@example.org", 4, NULL,
			"release/A0001.yaml is there already; remove it and its signatures where it is void: " },
		/* an approval of another release */
		{ "rm release/A*; cp saved/A* release; dbalign release create --down --to 0 && " SIGN(
			  "R0002") " && dbalign -e qat down && sed "
				   "'s/^serial: 1/serial: 2/' release/A0001.yaml >release/A0002.yaml && dbalign -e prd down",
			4, "*", "release/A0002.yaml approves another release, or a release with other content" },
		{ "dbalign -e prd apply && dbalign -e prd down", 4, "at 00003_t3\n", "approves another release" },
		{ "rm release/A0002.yaml; dbalign approve R0002 -e prd --key carol@example.org && dbalign -e prd down", 0,
			"at 00000\n", NULL },
		{ 0 },
	});
}

/* Losing data is what developers sign for; and a database of one project takes nothing of another. */
Test(attacks, on_what_is_lost)
{
	world("losses_of", false);
	rows_there((const struct expected[]){
		{ "sed -i '1i -- data_loss: yes' build/00003_t3.sql; dbalign hash && dbalign release create", 14, "*",
			"00003_t3 loses data (`data_loss: yes` in its header); nothing was written" },
		{ "dbalign release create --allow-data-loss && sed -i 's/^data_loss: true/data_loss: false/' release/R0001.yaml && " FORGE(
			  "R0001") "; dbalign -e qat apply",
			14, "R0001\n", "00003_t3 loses data" },
		{ "rm release/R0001*; dbalign release create --allow-data-loss && " SIGN("R0001") " && dbalign -e qat apply", 0,
			"at 00003_t3\n", NULL },
		{ "dbalign init ../others && cp -r build rollback pre post env ../others && cd ../others && dbalign hash >../said && dbalign release "
		  "create --allow-data-loss && " SIGN("R0001") " && dbalign -e qat apply",
			1, "*", "losses_of_qat: the database belongs to project \"losses_of\"" },
		{ 0 },
	});
}
