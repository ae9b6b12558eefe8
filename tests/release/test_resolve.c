/* A change that has stopped on PRD: what was found of it is signed, too. */
#include "tests/release/help.h"

TestSuite(resolve, .fini = world_end);

#define SIGN(name) "for k in alice bob; do dbalign sign " name " --key $k@example.org || exit; done"
#define CUSTOMER " --key carol@example.org"
#define RESOLVE "dbalign -e prd resolve 4 --step 2 --redo --note 'nothing of it'"

Test(resolve, signed_on_prd)
{
	world("resolving", false);
	rows_there((const struct expected[]){
		{ "dbalign new outside >../made; printf -- '-- transaction: no\\nCREATE TABLE public.four ();\\nSELECT 1 / count(*) FROM pg_class WHERE relname = "
		  "current_database();\\n' >build/00004_outside.sql; echo 'DROP TABLE public.four;' >rollback/00004_outside.sql; echo 'SELECT true;' | tee "
		  "pre/00004_outside.sql >post/00004_outside.sql; dbalign hash",
			0, "*", NULL },
		{ "psql -qX -d resolving_qat -c 'CREATE TABLE public.resolving_qat ()'; dbalign release create && " SIGN(
			  "R0001") " && dbalign -e qat apply && "
				   "dbalign -e prd approve R0001" CUSTOMER,
			0, "resolving_qat: at 00004_outside\n", NULL },
		{ "dbalign -e prd apply", 11, "*", "division by zero" },
		{ RESOLVE, 4, NULL,
			"release/V0001.yaml was written, and nothing else was done: the customer has to sign it, `dbalign sign V0001`" },
		{ RESOLVE, 4, NULL, "V0001 has 0 of the 1 signatures of a customer" },
		{ "dbalign sign V0001 --key alice@example.org && " RESOLVE, 4, "*", "the policy does not name its key for this" },
		{ "rm release/V0001.yaml.*; dbalign sign V0001" CUSTOMER
		  " && sed -i s/nothing/something/ release/V0001.yaml && dbalign -e prd resolve 4 --step 2 "
		  "--redo --note 'something of it'",
			4, "*", ": it signs other content" },
		{ "sed -i s/something/nothing/ release/V0001.yaml; " RESOLVE
		  "; dbalign -e prd resolve 4 --step 2 --done --note 'nothing of it'",
			4, "00004: noted; `dbalign resume` goes on\n", "release/V0002.yaml was written" },
		{ "psql -qXtA -d resolving_prd -c 'SELECT text FROM dbalign.note' | grep -cE '^step 2: redo: nothing of it \\(signed by [0-9A-F]{40}, V0001\\)$'",
			0, "1\n", NULL },
		{ "sed s/PRD/DEV/ env/prd.yaml >env/dev.yaml; dbalign -e dev resolve 4 --step 2 --done --note x", 4, NULL,
			"resolving_prd has taken release 1, and since then takes nothing but what is signed" },
		{ "dbalign -e prd resolve 4 --step 2 --done --note 'we looked' --force && psql -qXtA -d resolving_prd -c 'SELECT text FROM dbalign.note WHERE text "
		  "LIKE '\"'%forced%'\"",
			0, "step 2: done: we looked (forced, without a signed statement)\n", NULL },
		{ "dbalign -e prd resume", 0, "00004_outside applied", NULL },
		{ "dbalign release create --from 0 && ls release/R*.yaml", 0, "release/R0002.yaml\n", "*" },
		{ 0 },
	});
}
