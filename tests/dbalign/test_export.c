/* Changes as files of other tools, which are run where they are installed. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

TestSuite(export, .fini = run_cleanup);

static const struct {
	const char *name, *text;
} files[] = {
	{ "build/00001_customer.sql",
		"-- issue: 7\n-- search_path: app, public\n-- vars: word text\nCREATE SCHEMA app;\n"
		"CREATE TABLE customer (id integer PRIMARY KEY, mood text DEFAULT :'word' || ' ${x} 100% \\ {y}', boss integer "
		"REFERENCES customer DEFERRABLE INITIALLY DEFERRED);\n"
		"INSERT INTO customer (id, boss) VALUES (1, 2), (2, NULL);\n"
		"CREATE FUNCTION said() RETURNS text LANGUAGE sql AS $$ SELECT ':''word'' $dollar$' $$;\n"
		"DO $$ BEGIN EXECUTE format('COMMENT ON TABLE customer IS %L', current_setting('patch.word')); END $$;\n" },
	{ "rollback/00001_customer.sql", "DROP SCHEMA app CASCADE;\n" },
	{ "pre/00001_customer.sql", "SELECT to_regnamespace('app') IS NULL -- not there\n;\n" },
	{ "post/00001_customer.sql",
		"SELECT count(*) = 2 FROM customer;\n-- expect: none\nSELECT * FROM customer WHERE mood IS NULL;\n" },
	{ "build/00002_index.sql",
		"-- transaction: no\nCREATE INDEX CONCURRENTLY customer_mood ON app.customer (mood);\nVACUUM app.customer;\n" },
	{ "rollback/00002_index.sql", "DROP INDEX CONCURRENTLY app.customer_mood;\n" },
	{ "pre/00002_index.sql",
		"INSERT INTO contract SELECT 'rows', count(*) FROM app.customer;\nSELECT to_regclass('app.customer_mood') IS NULL;\n" },
	{ "post/00002_index.sql",
		"WITH n AS (SELECT count(*) AS n FROM app.customer)\nSELECT n::text = value FROM n, contract WHERE key = 'rows';\n" },
	{ "build/00003_money-due.sql", "ALTER TABLE app.customer ADD due numeric NOT NULL DEFAULT 0;\n" },
	{ "rollback/00003_money-due.sql", "ALTER TABLE app.customer DROP due;\n" },
	{ "pre/00003_money-due.sql", "INSERT INTO pg_temp.contract SELECT 'sum', sum(id) FROM app.customer;\n" },
	{ "post/00003_money-due.sql",
		"SELECT sum(id)::text = (SELECT value FROM contract WHERE key = 'sum') FROM app.customer;\nVALUES ('ok 1 - it is'), ('1..1');\n" },
	{ "build/00004_role.sql", "-- role: pg_monitor\nDO $$ BEGIN ASSERT current_user = 'pg_monitor'; END $$;\n" },
	{ "rollback/00004_role.sql", "DO $$ BEGIN ASSERT current_user = 'pg_monitor'; END $$;\n" },
	{ "pre/00004_role.sql", "INSERT INTO contract VALUES ('who', current_user);\n" },
	{ "post/00004_role.sql", "SELECT value = 'pg_monitor' AND current_user = value FROM contract WHERE key = 'who';\n" },
};

/* Databases $EX_none, which is empty, $EX_ours, which the runner makes of the project shop, and $EX_theirs: tests run side by side. */
static const char *const databases[] = { "none", "ours", "theirs" };

static char *database(size_t i)
{
	return g_strdup_printf("%s_%s", g_getenv("EX"), databases[i]);
}

static void project(const char *name)
{
	run_directory();
	g_setenv("EX", name, true);
	AUTO_OUTCOME made = run(
		"dbalign init shop && cd shop && dbalign new customer && dbalign new index && dbalign new money-due && dbalign new role");
	cr_assert_eq(made.status, 0, "%s", made.err);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_strconcat("shop/", files[i].name, NULL);
		run_file(path, files[i].text);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(databases); i++) {
		g_autofree char *made_database = database(i);
		make(made_database, "SELECT");
	}
	AUTO_OUTCOME applied =
		run("dbalign hash -C shop && dbalign lint -C shop && dbalign -q apply -C shop -d ${EX}_ours --set word=\"it's\"");
	cr_assert_eq(applied.status, 0, "%s%s", applied.out, applied.err);
}

static void finish(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(databases); i++) {
		g_autofree char *dropped = database(i);
		drop(dropped);
	}
}

#define EXPORT "dbalign export -C shop --set word=\"it's\" "
#define PSQL "PGOPTIONS='-c client_min_messages=warning' psql -qX -d ${EX}_theirs "

Test(export, psql)
{
	project("cmd_ex_psql");
	run_rows((const struct expected[]){
		{ EXPORT "psql out", 0,
			"out/all.sql\nout/back.sql\nout/build/00001_customer.sql\nout/rollback/00001_customer.sql\n", NULL },
		{ EXPORT "psql again >l && diff -r out again", 0, NULL, NULL },
		{ PSQL "-f out/all.sql && yaml2db -q --check ${EX}_theirs ${EX}_ours", 0, NULL, NULL },
		{ PSQL "-f out/all.sql", 3, NULL, "ERROR:  pre/00001_customer.sql:1: does not hold: false\nDETAIL:  SELECT" },
		{ PSQL "-f out/back.sql && yaml2db -q --check ${EX}_theirs ${EX}_none", 0, NULL, NULL },
		{ EXPORT "psql out", 2, NULL, "out/all.sql is there already; nothing was written: --force" },
		{ EXPORT "--force psql out", 0, "out/all.sql\n", NULL },
		{ "dbalign export -C shop psql other", 1, NULL,
			"build/00001_customer.sql:5:66: variable \"word\" has no value in environment (none)" },
		{ EXPORT "-d x psql other", 1, NULL, "export needs no database" },
		{ EXPORT "pdf other", 1, NULL, "unknown format \"pdf\": psql, sqitch, flyway or django is expected" },
		{ "sed -i '1i-- irreversible: it'\"'\"'s gone' shop/build/00003* && rm shop/rollback/00003* && dbalign hash -C shop >l && " EXPORT
		  "psql once >l && tail -1 once/back.sql",
			0, "-- 00003_money-due and what was before it stay, as it is irreversible.\n", NULL },
		{ PSQL "-f once/rollback/00003_money-due.sql", 3, NULL, "ERROR:  00003_money-due is irreversible: it's gone\n" },
		{ "printf 'stage: DEV\\nplace: nosuch\\nvars:\\n  word: {secret_command: echo x}\\n' >shop/env/dev.yaml; dbalign export "
		  "-C shop -e dev psql other",
			14, NULL, "00001_customer: variable \"word\" is secret, and would stand in a file; nothing was written" },
		{ "sed -i s/secret_// shop/env/dev.yaml; dbalign export -C shop -e dev psql other >l && grep -c \"'x' ||\" other/build/00001*",
			0, "1\n", NULL },
		{ 0 },
	});
	finish();
}

Test(export, sqitch)
{
	project("cmd_ex_sqitch");
	AUTO_OUTCOME have = run("sqitch --version && perl -MDBD::Pg -e 1");
	if (have.status) {
		finish();
		cr_skip("sqitch and libdbd-pg-perl are not installed");
	}
	run_rows((const struct expected[]){
		{ EXPORT
			"sqitch out >l && git config --file sqitch.user user.name Ada && git config --file sqitch.user user.email ada@localhost",
			0, NULL, NULL },
		{ "export SQITCH_USER_CONFIG=$PWD/sqitch.user; cd out && sqitch deploy --verify db:pg:${EX}_theirs >l 2>&1 || cat l; "
		  "yaml2db -q --check --exclude-schema sqitch ${EX}_theirs ${EX}_ours",
			0, NULL, NULL },
		{ "export SQITCH_USER_CONFIG=$PWD/sqitch.user; cd out && sqitch revert -y db:pg:${EX}_theirs >l 2>&1 || cat l; "
		  "yaml2db -q --check --exclude-schema sqitch ${EX}_theirs ${EX}_none",
			0, NULL, NULL },
		{ 0 },
	});
	finish();
}

#define PYTHON "/usr/bin/python3 "
#define MIGRATE "DATABASE=${EX}_theirs " PYTHON "-m django migrate -v 0 --settings settings ledger "

Test(export, django)
{
	project("cmd_ex_django");
	AUTO_OUTCOME have = run(PYTHON "-c 'import django, psycopg2'");
	if (have.status) {
		finish();
		cr_skip("python3-django and python3-psycopg2 are not installed");
	}
	run_rows((const struct expected[]){
		{ "mkdir ledger && touch ledger/__init__.py && sed 's/\"shop\"/\"ledger\"/' \"$PGCANON_SOURCE/tests/django/settings.py\" "
		  ">settings.py && " EXPORT "django ledger/migrations",
			0, "ledger/migrations/__init__.py\nledger/migrations/00001_customer.py\n", NULL },
		{ "cd ledger/migrations; grep -h atomic 0*; grep '(\"' 00003*", 0,
			"    atomic = False\n        (\"ledger\", \"00002_index\"),\n", NULL },
		{ MIGRATE "&& yaml2db -q --check --exclude 'public[.]django_.*' ${EX}_theirs ${EX}_ours", 0, NULL, NULL },
		{ MIGRATE "zero && yaml2db -q --check --exclude 'public[.]django_.*' ${EX}_theirs ${EX}_none", 0, NULL, NULL },
		{ EXPORT "django out; ls -d out", 2, NULL, "*" },
		{ EXPORT "--app ledger --depends-on auth.0001_initial django out >l && grep '(\"' out/00001*", 0,
			"        (\"auth\", \"0001_initial\"),\n", NULL },
		{ 0 },
	});
	finish();
}

/* Flyway itself is in no package: its files, and what they hold by psql, in a transaction as it runs them. */
Test(export, flyway)
{
	project("cmd_ex_flyway");
	run_rows((const struct expected[]){
		{ EXPORT "flyway out >l && ls out", 0,
			"U00001__customer.sql\nU00002__index.sql\nU00002__index.sql.conf\nU00003__money-due.sql\nU00004__role.sql\nV00001__customer.sql\n"
			"V00001__customer.sql.conf\nV00002__index.sql\nV00002__index.sql.conf\nV00003__money-due.sql\nV00004__role.sql\n",
			NULL },
		{ "cat out/V00001__customer.sql.conf out/V00002__index.sql.conf", 0,
			"placeholderReplacement=false\nexecuteInTransaction=false\n", NULL },
		{ PSQL "-v ON_ERROR_STOP=1 -1 -f out/V00001__customer.sql && " PSQL
		       "-v ON_ERROR_STOP=1 -f out/V00002__index.sql && " PSQL
		       "-v ON_ERROR_STOP=1 -1 -f out/V00003__money-due.sql -f out/V00004__role.sql -c 'SHOW search_path' -c 'SHOW role' && yaml2db -q --check ${EX}_theirs ${EX}_ours",
			0, " \"$user\", public\n(1 row)\n\n role \n------\n none\n(1 row)\n", NULL },
		{ 0 },
	});
	finish();
}

/* Whether the script raises where the runner refuses. */
#define PRE(text) \
	"printf '" text \
	"' >c/pre/00001_c.sql && dbalign hash -C c >l && dbalign export --force -C c psql co >l && { dbalign -q apply " \
	"--dry-run -C c -d cmd_ex_check >l 2>&1; a=$?; psql -qX -d cmd_ex_check -f co/build/00001_c.sql; p=$?; test $((a > 0)) = $((p > " \
	"0)) || cat l; exit $p; }"

Test(export, conditions)
{
	make("cmd_ex_check",
		"CREATE DOMAIN inner_flag AS boolean; CREATE DOMAIN flag AS inner_flag; CREATE TABLE flags (flag flag); INSERT INTO flags "
		"VALUES (true), (true); CREATE FUNCTION plan(n integer) RETURNS text LANGUAGE plpgsql AS $$ BEGIN CREATE TEMPORARY TABLE plans (); "
		"RETURN '1..' || n; END $$");
	AUTO_OUTCOME made = run(
		"dbalign init c && cd c && dbalign new c && for f in build rollback; do echo \"DO 'BEGIN END'\" >$f/00001_c.sql; done; "
		"echo 'SELECT true' >post/00001_c.sql; echo 'search_path: public' >>project.yaml");
	cr_assert_eq(made.status, 0, "%s", made.err);
	run_rows((const struct expected[]){
		{ PRE("SELECT true -- so"), 0, NULL, NULL },
		{ PRE("SELECT true; SELECT false"), 3, NULL, "pre/00001_c.sql:1: does not hold: false" },
		{ PRE("SELECT NULL::boolean"), 3, NULL, "does not hold: NULL, or no row" },
		{ PRE("SELECT true WHERE false"), 3, NULL, "does not hold: NULL, or no row" },
		{ PRE("SELECT x < 3 FROM generate_series(1, 3) AS x"), 3, NULL, "does not hold: false" },
		{ PRE("TABLE flags"), 0, NULL, NULL },
		{ PRE("SELECT flag FROM flags WHERE NOT flag"), 3, NULL, "does not hold: NULL, or no row" },
		{ PRE("(SELECT 1, 1); SELECT 1 AS a, true AS a; SELECT true, 2; SELECT pg_sleep(0); SELECT 7 LIMIT 0"), 3, NULL,
			"it asserts nothing" },
		{ PRE("\\n-- expect: none\\nSELECT 1 WHERE false"), 0, NULL, NULL },
		{ PRE("\\n-- expect: none\\nSELECT 1"), 3, NULL, "pre/00001_c.sql:3: a row, where none is expected: (1)" },
		{ PRE("VALUES (\\0471..2\\047), (\\047ok 1\\047)"), 3, NULL, "of 2 tests planned 1 ran" },
		{ PRE("SELECT \\047not ok 1 - it\\047"), 3, NULL, "not ok 1 - it" },
		{ PRE("SELECT \\047not ok 1 # TODO later\\047"), 0, NULL, NULL },
		{ PRE("INSERT INTO flags VALUES (true); SELECT true"), 3, NULL,
			"cannot execute INSERT in a read-only transaction" },
		{ PRE("WITH a AS (SELECT 1 AS a) INSERT INTO contract SELECT a, a FROM a"), 0, NULL, NULL },
		{ PRE("SELECT true;\\nINSERT INTO contract VALUES (1, 1) RETURNING false"), 2, NULL,
			"pre/00001_c.sql:2:1: rows of this statement cannot be looked at" },
		{ PRE("SELECT plan(1); SELECT \\047ok 1\\047"), 0, NULL, NULL },
		{ PRE("SELECT plan(2); SELECT \\047ok 1\\047"), 3, NULL, "of 2 tests planned 1 ran" },
		{ PRE("INSERT INTO contract SELECT 1, 1 WHERE false"), 3, NULL, "it asserts nothing" },
		{ "sed -i '1i-- min_pg: 99' c/build/*; " PRE("SELECT true"), 3, NULL, "00001_c: it needs PostgreSQL 99" },
		{ 0 },
	});
	drop("cmd_ex_check");
}
