/* Releases of databases with tenants: one report for all of them, and the same bytes for each. */
#include "tests/release/help.h"

TestSuite(tenants_released, .fini = world_end);

#define SIGN(name) "for k in alice bob; do dbalign sign " name " --key $k@example.org || exit; done"
#define CUSTOMER " --key carol@example.org"
#define TAMPERED(how) "rm -rf ../tampered; cp -r . ../tampered; cd ../tampered; " how "; "
#define ON(stage, sql) "psql -qXtA -d leases_" stage " -c \"" sql "\""
#define TENANTS "3 tenants: 3 done, 0 not, 0 not begun\n"

Test(tenants_released, from_qat_to_prd)
{
	world("leases", false);
	rows_there((const struct expected[]){
		{ "for stage in qat prd; do for s in 1 2 3; do psql -qX -d leases_$stage -c \"CREATE SCHEMA shop_$s\"; done; echo \"tenants: SELECT nspname "
		  "FROM pg_namespace WHERE nspname LIKE 'shop%' ORDER BY 1\" >>env/$stage.yaml; done; printf 'schemas: [shop]\\nsearch_path: shop\\n' "
		  ">>project.yaml; sed -i s/public.// */0000*.sql; echo 'SELECT count(*) = 0 FROM t1;' >test/00001_t1.sql; dbalign hash && dbalign release "
		  "create && " SIGN("R0001"),
			0, "R0001\n", NULL },
		/* one of them fails on QAT */
		{ ON("qat", "CREATE TABLE shop_2.t2 (b text)") "; dbalign -e qat --go-on apply | tail -n 1", 0,
			"3 tenants: 2 done, 1 not, 0 not begun\n", NULL },
		{ "grep -E '^(result|tenants|reason|database):' release/Q0001.yaml", 0,
			"database: leases_qat\ntenants: shop_1, shop_2, shop_3\nresult: failed\nreason: ", NULL },
		{ "dbalign -e prd approve R0001" CUSTOMER, 4, NULL, "on qat it has failed: tenant shop_2: " },
		{ ON("qat", "DROP TABLE shop_2.t2") "; dbalign -e qat apply | tail -n 1", 0, TENANTS, NULL },
		{ "grep -E '^(result|tenants|tests|database):' release/Q0001.yaml", 0,
			"database: leases_qat\ntenants: shop_1, shop_2, shop_3\nresult: success\ntests: 1 files, 1 assertions, 0 files failed",
			NULL },
		{ "cp release/Q0001.yaml ..; dbalign -e qat apply | tail -n 1 && cmp ../Q0001.yaml release/Q0001.yaml && dbalign -e qat test | tail -n 1",
			0, TENANTS TENANTS, NULL },
		/* PRD */
		{ "dbalign -e prd apply", 4, "3 tenants: 0 done, 1 not, 2 not begun\n", NULL },
		{ TAMPERED(
			  "sed -i s/shop_3/shop_4/ release/Q0001.yaml; dbalign sign Q0001 --key alice@example.org >../said") "cd ../leases; dbalign -e prd "
															     "approve R0001" CUSTOMER,
			0, "release/A0001.yaml.", NULL },
		{ TAMPERED("sed -i s/shop_3/shop_4/ release/Q0001.yaml") "dbalign -e prd apply", 4, "names another report of QAT",
			NULL },
		{ TAMPERED("sed -i s/integer/bigint/ build/00002_t2.sql") "dbalign -e prd --go-on apply", 3, "its SHA-256 is",
			NULL },
		{ TAMPERED("sed -i s/integer/bigint/ build/00002_t2.sql; dbalign hash >../said") "dbalign -e prd --go-on apply", 4,
			"3 tenants: 0 done, 3 not, 0 not begun\n", NULL },
		{ ON("prd", "SELECT to_regnamespace('dbalign')"), 0, "\n", NULL },
		{ "dbalign -e prd apply | tail -n 1 && dbalign -e prd verify | tail -n 1", 0, TENANTS TENANTS, NULL },
		{ "for stage in qat prd; do psql -qXtA -d leases_$stage -c 'SELECT patch_number, build_sha256, count(*) FROM dbalign.tenant_applied GROUP BY 1, 2 "
		  "ORDER BY 1' >../$stage; done; cmp ../qat ../prd && cut -d'|' -f3 ../prd | tr -d '\\n'",
			0, "333", NULL },
		/* a tampered copy is refused for a new tenant, too, and the right one takes it */
		{ ON("prd", "CREATE SCHEMA shop_4") "; " TAMPERED(
			  "sed -i s/integer/bigint/ build/00002_t2.sql") "dbalign -e prd --target shop_4 apply",
			3, NULL, "its SHA-256 is" },
		{ "dbalign -e prd --target shop_4 apply", 0, "leases_prd/shop_4: at 00003_t3\n", NULL },
		{ 0 },
	});
}

/* No report of success is written as long as the tests of one tenant have failed, or have not ended. */
Test(tenants_released, tests_that_fail_for_one)
{
	world("lease", false);
	rows_there((const struct expected[]){
		{ "for s in 1 2 3; do psql -qX -d lease_qat -c \"CREATE SCHEMA shop_$s; CREATE TABLE shop_$s.seed AS SELECT $s AS n\"; done; echo \"tenants: SELECT "
		  "nspname FROM pg_namespace WHERE nspname LIKE 'shop%' ORDER BY 1\" >>env/qat.yaml; printf 'schemas: [shop]\\nsearch_path: shop\\n' "
		  ">>project.yaml; sed -i s/public.// */0000*.sql; echo 'SELECT n > 1 FROM seed;' >test/00001_t1.sql; dbalign hash && dbalign release create "
		  "&& " SIGN("R0001"),
			0, "R0001\n", NULL },
		{ "dbalign -e qat apply | tail -n 1; grep ^reason release/Q0001.yaml", 0,
			"3 tenants: 0 done, 1 not, 2 not begun\nreason: \"tenant shop_1: 1 of 1 files of tests failed", NULL },
		{ "dbalign -e qat apply | tail -n 1; grep ^result release/Q0001.yaml", 0, TENANTS "result: failed\n", NULL },
		/* once the tests of all of them succeed */
		{ "psql -qX -d lease_qat -c 'UPDATE shop_1.seed SET n = 4'; dbalign -e qat test | tail -n 1; grep ^result release/Q0001.yaml",
			0, TENANTS "result: success\n", NULL },
		/* killed during its tests: another tenant's success is not that of all */
		{ "psql -qX -d lease_qat -c \"UPDATE dbalign.tenant_release_seen SET outcome = NULL WHERE tenant = 'shop_2'\"; rm release/Q0001.yaml; "
		  "dbalign -e qat --target shop_1 test >../said; ls release | grep Q0001.yaml; dbalign -e qat --target shop_2 test >../said; "
		  "grep ^result release/Q0001.yaml",
			0, "result: success\n", NULL },
		{ "dbalign release create --down --to 0 && " SIGN(
			  "R0002") " && dbalign -e qat down | tail -n 1; grep ^result release/Q0002.yaml",
			0, TENANTS "result: success\n", NULL },
		{ 0 },
	});
}

/* A registry of version 1, which has no outcome of releases, is upgraded by the next run, for a new tenant, too. */
Test(tenants_released, in_an_older_registry)
{
	world("old_lease", false);
	rows_there((const struct expected[]){
		{ "for s in 1 2; do psql -qX -d old_lease_qat -c \"CREATE SCHEMA shop_$s\"; done; echo \"tenants: SELECT nspname FROM pg_namespace "
		  "WHERE nspname LIKE 'shop%' ORDER BY 1\" >>env/qat.yaml; printf 'schemas: [shop]\nsearch_path: shop\n' >>project.yaml; sed -i "
		  "s/public.// */0000*.sql; dbalign hash && dbalign release create && " SIGN("R0001"),
			0, "R0001\n", NULL },
		{ "dbalign -e qat apply | tail -n 1", 0, "2 tenants: 2 done, 0 not, 0 not begun\n", NULL },
		{ "psql -qX -d old_lease_qat -c 'DROP VIEW dbalign.release_seen; ALTER TABLE dbalign.tenant_release_seen DROP outcome, DROP tests; "
		  "CREATE VIEW dbalign.release_seen AS SELECT * FROM dbalign.tenant_release_seen WHERE tenant = "
		  "current_setting($$dbalign.tenant$$, true); UPDATE dbalign.tenant_state SET registry_version = 1; CREATE SCHEMA shop_3'; rm "
		  "release/Q0001.yaml; dbalign -e qat --target shop_1 status",
			0, "*", NULL },
		{ "dbalign -e qat --target shop_3 apply", 0, "old_lease_qat/shop_3: at 00003_t3\n", NULL },
		{ "rm -f release/Q0001.yaml; dbalign -e qat test | tail -n 1; grep ^result release/Q0001.yaml", 0,
			TENANTS "result: success\n", NULL },
		{ "psql -qXtA -d old_lease_qat -c \"SELECT s.tenant, registry_version, outcome FROM dbalign.tenant_state s JOIN "
		  "dbalign.tenant_release_seen USING (tenant) ORDER BY 1\"",
			0, "shop_1|2|success\nshop_2|2|success\nshop_3|2|success\n", NULL },
		{ 0 },
	});
}
