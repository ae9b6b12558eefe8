/* Rehearsals on copies of a database, and what their reports tell. */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/runner/help.h"

/* Two changes to come, of which the first assumes that every account has an IBAN. */
static void put_changes(const char *project)
{
	g_autofree char *temporary = g_build_filename(run_directory(), "tmp", NULL);

	g_mkdir(temporary, 0700);
	g_setenv("TMPDIR", temporary, true); /* so that tests see what their own commands leave */
	g_autofree char *environment = g_strdup_printf("stage: PRD\nplace: %s\n", project);
	begin(project);
	put("env/test.yaml", environment);
	put_change("00001_iban", "ALTER TABLE app.account ALTER iban SET NOT NULL;",
		"ALTER TABLE app.account ALTER iban DROP NOT NULL;",
		"-- expect: none\nSELECT id FROM app.account WHERE iban IS NULL;\nSELECT count(*) > 0 FROM app.account;\n"
		"INSERT INTO contract SELECT 'accounts', count(*) FROM app.account;",
		"SELECT count(*)::text = (SELECT value FROM contract) FROM app.account;");
	put_change("00002_cents", "ALTER TABLE app.account ALTER amount TYPE bigint USING (amount * 100)::bigint;",
		"ALTER TABLE app.account ALTER amount TYPE numeric USING amount / 100.0;",
		"SELECT to_regtype('bigint') IS NOT NULL; INSERT INTO contract SELECT 'amount', sum(amount)::numeric(12,2) FROM app.account;",
		"SELECT sum(amount) = (SELECT value::numeric FROM contract) * 100 FROM app.account;");
	put("test/00002_cents.sql", "SELECT count(*) = 0 FROM app.account WHERE amount < 0;");
	more(project,
		"CREATE SCHEMA app; CREATE TABLE app.account (id bigint PRIMARY KEY, name text, iban text, amount numeric);"
		"INSERT INTO app.account SELECT g, 'N' || g, 'CH' || g, g / 10.0 FROM generate_series(1, 100) g;"
		"CREATE FOREIGN DATA WRAPPER postgres_fdw; CREATE SERVER bank FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'bank.example.org');"
		"CREATE USER MAPPING FOR postgres SERVER bank OPTIONS (user 'u', password 'secret')");
	AUTO_OUTCOME outcome = dbalign(0, "hash");
}

TestSuite(rehearsal, .fini = clean_up);

/* Somebody else is within a transaction, and sleeps, until the command has ended, whose exit status counts. */
#define BESIDE(database, sql, command) \
	"psql -qX -d " database " " sql " -c 'SELECT pg_sleep(60)' >said 2>&1 & " UNTIL_ASLEEP( \
		database, "1") "; " command "; status=$?; psql -qX -d " database \
			       " -c \"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" database \
			       "' AND wait_event = 'PgSleep'\" >said 2>&1; wait; exit $status"
/* The lock of the project's runs on the whole database, or for a tenant. */
#define LOCK(tenant) \
	"-c \"SELECT pg_advisory_lock(1684171879, $(python3 -c 'import hashlib, re; u = re.search(\"uuid: (.*)\", " \
	"open(\"project.yaml\").read())[1].strip(chr(34)) + \"" tenant \
	"\"; k = int(hashlib.sha256(u.encode()).hexdigest()[:8], 16); " \
	"print(k - (k >> 31 << 32))'))\""

/* What is asked of a report: an expression of Python, r is the report. */
#define ASK(expression) "python3 -c 'import json; r = json.load(open(\"report.json\")); print(" expression ")'"

Test(rehearsal, of_two_changes)
{
	put_changes("rehearsed");
	run_rows_in("rehearsed",
		(const struct expected[]){
			{ "dbalign rehearse", 1, NULL, "which environment? --env NAME is needed" },
			{ "dbalign -e test rehearse", 1, NULL, "rehearse/test.yaml: is not there; it says, by `server: PLACE`" },
			{ "mkdir -p rehearse; printf 'server: dbname=postgres\\nmask:\\n  app.account.name: upper(name) || id\\n  app.account.id: -id\\n' "
			  ">rehearse/test.yaml; dbalign -q -e test rehearse --json --html report.html --junit report.xml --keep >report.json",
				0, NULL, NULL },
			{ ASK("r[\"verdict\"], r[\"from\"], r[\"to\"], [(c[\"name\"], c[\"verdict\"]) for c in r[\"changes\"]]"), 0,
				"good 0 2 [('00001_iban', 'good'), ('00002_cents', 'good')]\n", NULL },
			{ ASK("[(c[\"rewrites\"], [(l[\"relation\"], l[\"mode\"]) for l in c[\"locks\"]]) for c in r[\"changes\"]]"),
				0,
				"[([], [('app.account', 'ACCESS EXCLUSIVE')]), (['app.account'], [('app.account', 'ACCESS EXCLUSIVE')])]\n",
				NULL },
			{ ASK("r[\"changes\"][0][\"contract\"], r[\"changes\"][1][\"contract\"], r[\"changes\"][1][\"wal\"] > 1000, r[\"drifting\"]"),
				0, "{'accounts': '100'} {'amount': '505.00'} True []\n", NULL },
			{ ASK("r[\"tests\"], r[\"back\"][\"verdict\"], r[\"calmed\"], r[\"copy\"][\"how\"]"), 0,
				"{'verdict': 'good', 'text': '1 files, 1 assertions, 0 files failed'} good ['the user mapping of foreign server bank was "
				"dropped', 'foreign server bank has no address any more', 'app.account: 100 rows masked'] pg_dump\n",
				NULL },
			/* the copy is there, masked, leads nowhere, and says what it is */
			{ "psql -qXtA -d rehearsed_rehearsal -c \"SELECT count(*) FILTER (WHERE id < 0 AND name LIKE 'N%-%') FROM app.account\" -c "
			  "'SELECT srvoptions FROM pg_foreign_server' -c 'SELECT environment, patch_number FROM dbalign.state'",
				0, "0\n{host=rehearsal.invalid}\nrehearsal|2\n", NULL },
			/* the database itself is as before */
			{ "psql -qXtA -d rehearsed -c \"SELECT count(*), to_regclass('dbalign.state') FROM app.account WHERE id > 0\" -c 'SELECT srvoptions "
			  "FROM pg_foreign_server'",
				0, "100|\n{host=bank.example.org}\n", NULL },
			/* the copy gives way to the next one, and goes with it */
			{ "dbalign -q -e test rehearse | tail -n 1", 0, "good\n", NULL },
			{ "psql -qXtA -d postgres -c \"SELECT count(*) FROM pg_database WHERE datname LIKE 'rehearsed%'\"", 0,
				"1\n", NULL },
			{ "python3 -c 'import xml.dom.minidom as m; d = m.parse(\"report.xml\"); print(len(d.getElementsByTagName(\"testcase\")), "
			  "len(d.getElementsByTagName(\"failure\")))'",
				0, "9 0\n", NULL },
			{ "grep -c '<html' report.html; ! grep -E '<script|src=|https?:' report.html", 0, "1\n", NULL },
			{ "ls -d $TMPDIR/dbalign-*", 2, NULL, "*" },
			{ 0 },
		});
}

Test(rehearsal, of_what_goes_wrong)
{
	put_changes("troubled");
	run_rows_in("troubled",
		(const struct expected[]){
			{ "mkdir -p rehearse; printf 'server: dbname=postgres\\ndatabase: troubled\\n' >rehearse/test.yaml; dbalign -e test rehearse",
				14, NULL, "database \"troubled\" exists, but no rehearsal has made it; nothing was done" },
			{ "printf 'server: dbname=postgres\\nmask: {account.name: 1}\\n' >rehearse/test.yaml; dbalign -q -e test rehearse",
				1, NULL, "mask \"account.name\": expected schema.table.column" },
			{ "printf 'server: dbname=postgres\\nmask: {app.account.nosuch: 1}\\n' >rehearse/test.yaml; dbalign -q -e test rehearse",
				8, NULL, "the copy: mask: ERROR:  column \"nosuch\"" },
			{ "printf 'server: dbname=postgres password=hunter2\\n' >rehearse/test.yaml; dbalign -e test rehearse", 1,
				NULL, "rehearse/test.yaml: \"server\": has a password in it, where others can read it" },
			{ "printf 'server: dbname=postgres\\nfrom: postgresql://u:hunter2@h/d\\n' >rehearse/test.yaml; dbalign -e test rehearse",
				1, NULL, "rehearse/test.yaml: \"from\": has a password in it" },
			{ "printf 'server: dbname=nosuch\\n' >rehearse/test.yaml; dbalign -q -e test rehearse", 5, NULL, "nosuch" },
			{ "printf 'server: dbname=postgres\\nfile: nosuch\\n' >rehearse/test.yaml; dbalign -q -e test rehearse", 5,
				NULL, "pg_restore: " },
			{ "printf 'server: dbname=postgres\\nfrom: x\\ntemplate: y\\n' >rehearse/test.yaml; dbalign -q -e test rehearse",
				1, NULL, "\"from\", \"file\" and \"template\" exclude each other" },
			{ "pg_dump -Fc -f there troubled; printf 'server: dbname=postgres\\nfile: there\\n' >rehearse/test.yaml; dbalign -q -e test rehearse | "
			  "tail -n 1",
				0, "good\n", NULL },
			/* two at once */
			{ "echo 'SELECT pg_sleep(5)' >slow.sql; printf 'server: dbname=postgres\\nsql: slow.sql\\n' >rehearse/test.yaml; dbalign -q -e test rehearse "
			  ">first & " UNTIL_ASLEEP("troubled_rehearsal",
				  "1") "; dbalign -q -e test rehearse; status=$?; wait; tail -n 1 first; exit $status",
				6, "good\n", "another rehearsal is at work on the copy \"troubled_rehearsal\"" },
			{ "echo 'server: dbname=postgres' >rehearse/test.yaml", 0, NULL, NULL },
			/* a run on the source is waited for, and none begins while it is dumped */
			{ "echo 'lock_wait: 1s' >>env/test.yaml; " BESIDE("troubled", LOCK(""),
				  "dbalign -q -e test rehearse; status=$?; sed -i /lock_wait/d env/test.yaml; (exit $status)"),
				6, NULL, "a run is at work on the source; nothing was done: rehearse when it has ended" },
			/* the build fails on the copy, and what comes after is not reached */
			{ "printf '\\nSELECT 1/0;\\n' >>build/00001_iban.sql; dbalign hash >said; dbalign -q -e test rehearse --json --junit x.xml >report.json",
				8, NULL, "division by zero" },
			{ ASK("[(c[\"verdict\"], \"division\" in c.get(\"message\", \"\")) for c in r[\"changes\"]], \"tests\" in r"),
				0, "[('failed', True), ('not reached', False)] False\n", NULL },
			{ "grep -c '<skipped' x.xml; grep -c '<failure' x.xml", 0, "1\n1\n", NULL },
			/* a way back that leads elsewhere */
			{ "sed -i '/1.0/d' build/00001_iban.sql; echo 'COMMENT ON TABLE app.account IS $$x$$;' >>rollback/00002_cents.sql; dbalign hash >said; "
			  "dbalign -q -e test rehearse --json >report.json",
				10, NULL, "taken back, the schema is not what it was before" },
			{ ASK("r[\"back\"][\"verdict\"], [c[\"verdict\"] for c in r[\"changes\"]]"), 0, "failed ['good', 'good']\n",
				NULL },
			{ "sed -i '1i -- irreversible: it is so' build/00002_cents.sql; rm rollback/00002_cents.sql; dbalign hash >said; dbalign -q -e test "
			  "rehearse --json >report.json; " ASK("r[\"verdict\"], r[\"back\"]"),
				0, "good {'verdict': 'not tried', 'text': 'no way back from 00002_cents'}\n", NULL },
			{ "echo 'SELECT false;' >>test/00002_cents.sql; dbalign hash >said; dbalign -q -e test rehearse --html x.html",
				9, "*", "1 of 1 files of tests failed" },
			{ "echo no >>rehearse/test.history.jsonl; echo >>rehearse/test.history.jsonl; dbalign -q -e test rehearse",
				2, NULL, "is not a line of JSON; correct or remove it" },
			/* ended while pg_dump waits for a lock */
			{ "rm rehearse/test.history.jsonl; " BESIDE("troubled", "-c 'BEGIN; LOCK TABLE app.account'",
				  "setsid dbalign -q -e test rehearse 2>ended & run=$!; " UNTIL("postgres",
					  "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'pg_dump' AND wait_event_type = 'Lock'") "; kill -TERM -$run; "
																		       "wait $run; status=$?; cat ended >&2; ls -d $TMPDIR/dbalign-*; (exit $status)"),
				143, NULL, "a signal has ended the rehearsal" },
			/* a copy that is marked otherwise meanwhile is nobody's to drop */
			{ "echo \"COMMENT ON DATABASE troubled_rehearsal IS 'kept'\" >keep.sql; printf 'server: dbname=postgres\\nsql: keep.sql\\n' "
			  ">rehearse/test.yaml; dbalign -e test rehearse >said",
				9, "*", "the copy stays: database \"troubled_rehearsal\" exists, but no rehearsal has made it" },
			{ "dropdb troubled_rehearsal", 0, NULL, NULL },
			{ "psql -qXtA -d postgres -c \"SELECT count(*) FROM pg_database WHERE datname LIKE 'troubled%'\"", 0, "1\n",
				NULL },
			{ 0 },
		});
}

/* Night after night the data drift; on the night on which an assumption breaks the report names it, and not before. */
Test(rehearsal, night_after_night)
{
	const char *told = g_getenv("DBALIGN_NIGHTS");
	int nights = told ? atoi(told) : 6, breaks = nights * 2 / 3;

	put_changes("nightly");
	put("rehearse/test.yaml", "server: dbname=postgres\ntemplate: nightly\n");
	for (int night = 1; night <= nights; night++) {
		g_autofree char *sql = g_strdup_printf(
			"INSERT INTO app.account SELECT g, 'N', CASE WHEN %d < %d OR g %% 10 > 0 THEN 'CH' || g END, g FROM "
			"generate_series(1000 * %d, 1000 * %d + 50) g",
			night, breaks, night, night);
		more("nightly", sql);
		if (night == 3) /* the writing of a night was cut off */
			run_rows((const struct expected[]){
				{ "cd nightly && tail -n 1 rehearse/test.history.jsonl | head -c 99 >>rehearse/test.history.jsonl",
					0, NULL, NULL },
				{ 0 } });
		AUTO_OUTCOME outcome = dbalign(night < breaks ? 0 : 7, "-q rehearse --json --html report.html >report.json");
		g_autofree char *wanted =
			night < breaks ? g_strdup_printf("[] %d %d\n", night, night > 1)
				       : g_strdup_printf("[('00001_iban', 'pre 1', True, %d)] %d 0\n", night - breaks + 1, night);
		run_rows((const struct expected[]){
			{ ASK("[(d[\"change\"], d[\"assertion\"], d[\"since\"] == r[\"nights\"][-d[\"nights\"]], d[\"nights\"]) for d in r[\"drifting\"]], "
			      "len(r[\"nights\"]), int(any(m[\"key\"] == \"accounts\" for m in r[\"moving\"]))"),
				0, wanted, NULL },
			{ 0 } });
	}
	g_autofree char *pages = g_strdup_printf(
		"grep -c 'drift from what the changes assume' report.html && test $(grep -o '<rect' report.html | wc -l) -ge %d",
		nights);
	run_rows((const struct expected[]){ { pages, 0, "1\n", NULL }, { 0 } });
}

/* A copy of all tenants; each is upgraded, told of, and known from night to night. */
Test(rehearsal, of_tenants)
{
	put_changes("leased");
	put("env/test.yaml", "stage: PRD\nplace: leased\ntenants: SELECT name FROM public.tenant ORDER BY name\n");
	put("rehearse/test.yaml", "server: dbname=postgres\nmask: {app.account.name: upper(name) || id}\n");
	put_change("00001_account", "CREATE TABLE account (id bigint PRIMARY KEY, name text, iban text);", "DROP TABLE account;",
		"SELECT to_regclass('account') IS NULL;", "SELECT to_regclass('account') IS NOT NULL;");
	put_change("00002_iban", "ALTER TABLE account ALTER iban SET NOT NULL;", "ALTER TABLE account ALTER iban DROP NOT NULL;",
		"-- expect: none\nSELECT id FROM account WHERE iban IS NULL;\nINSERT INTO contract SELECT 'accounts', count(*) FROM account;",
		"SELECT count(*)::text = (SELECT value FROM contract) FROM account;");
	more("leased",
		"DROP SCHEMA app CASCADE; CREATE SCHEMA t1; CREATE SCHEMA t2; CREATE SCHEMA \"t 3\"; CREATE TABLE public.tenant AS "
		"SELECT unnest('{t1,t2,t 3}'::text[]) AS name");
	run_rows_in("leased",
		(const struct expected[]){
			{ "rm */00001_iban.sql */00002_cents.sql; printf 'schemas: [app]\nsearch_path: app\n' >>project.yaml; dbalign hash",
				0, "*", NULL },
			{ "dbalign -q -e test --target t1 apply --to 1; dbalign -q -e test --target t2 apply --to 1", 0, "*",
				NULL },
			{ "psql -qX -d leased -c \"INSERT INTO t1.account SELECT g, 'n', 'CH' FROM generate_series(1, 9) g\" -c 'INSERT INTO t2.account TABLE t1.account'",
				0, NULL, NULL },
			{ "dbalign -q -e test rehearse --json --html report.html --junit report.xml --keep >report.json", 0, NULL,
				NULL },
			{ ASK("r[\"verdict\"], r[\"calmed\"][2:], [(t[\"tenant\"], t[\"verdict\"], t[\"from\"], t[\"to\"], len(t[\"changes\"]), "
			      "t[\"back\"][\"verdict\"]) for t in r[\"tenants\"]], \"changes\" in r"),
				0,
				"good ['t1.account: 9 rows masked', 't2.account: 9 rows masked'] [('t 3', 'good', 0, 2, 2, 'good'), ('t1', 'good', 1, 2, 1, "
				"'good'), ('t2', 'good', 1, 2, 1, 'good')] False\n",
				NULL },
			{ "psql -qXtA -d leased_rehearsal -c \"SELECT count(*) FROM t2.account WHERE name = 'N' || id\" -c 'SELECT tenant, environment, patch_number "
			  "FROM dbalign.tenant_state ORDER BY tenant'",
				0, "9\nt 3|rehearsal|2\nt1|rehearsal|2\nt2|rehearsal|2\n", NULL },
			{ "psql -qXtA -d leased -c 'SELECT tenant, environment, patch_number FROM dbalign.tenant_state ORDER BY tenant'",
				0, "t1|test|1\nt2|test|1\n", NULL },
			/* one of them drifts */
			{ "psql -qX -d leased -c 'UPDATE t2.account SET iban = NULL WHERE id = 5'; dbalign -q -e test rehearse --json --html report.html --junit "
			  "report.xml >report.json",
				7, NULL, "dbalign: tenant t2: 00002_iban" },
			{ ASK("r[\"verdict\"], [(t[\"tenant\"], t[\"verdict\"], [(d[\"assertion\"], d[\"nights\"]) for d in t[\"drifting\"]], "
			      "t[\"changes\"][-1][\"trend\"][\"contract\"].get(\"accounts\")) for t in r[\"tenants\"]]"),
				0,
				"failed [('t 3', 'good', [], ['0', '0']), ('t1', 'good', [], ['9', '9']), ('t2', 'failed', [('pre 1', 1)], None)]\n",
				NULL },
			{ "python3 -c 'import xml.dom.minidom as m; d = m.parse(\"report.xml\"); print([s.getAttribute(\"name\") for s in "
			  "d.getElementsByTagName(\"testsuite\") if s.getElementsByTagName(\"failure\")])'",
				0, "['t2/00002_iban']\n", NULL },
			{ "grep -oE '(id|href)=\"[^\"]*\"' report.html | sort | uniq -cd | grep id=; grep -o '<details open id=\"t2/\"' report.html; grep -c 'drift "
			  "from what' report.html; grep -o 't%203/00002_iban' report.html | wc -l",
				0, "<details open id=\"t2/\"\n1\n2\n", NULL },
			{ "dbalign -q -e test rehearse --no-history | grep -E '^(tenant|3)'", 0,
				"tenant t 3: good, from 00000 to 00002\ntenant t1: good, from 00001 to 00002\ntenant t2: failed, from 00001 to 00002\n3 tenants: 2 good, 1 "
				"not\n",
				"tenant t2: 00002_iban" },
			{ "dbalign -q -e test --target t1 rehearse | grep tenants", 0, "1 tenants: 1 good, 0 not\n", NULL },
			{ "dbalign -q -e test --target nosuch rehearse", 1, NULL, "has no tenant \"nosuch\"" },
			/* runs of a tenant are kept off as those of a database are */
			{ "sed -i '$a lock_wait: 1s' env/test.yaml; " BESIDE("leased", LOCK("t2"), "dbalign -q -e test rehearse"),
				6, NULL, "a run is at work on the source; nothing was done: rehearse when it has ended" },
			{ "psql -qX -d leased -c 'DROP SCHEMA \"t 3\"; DELETE FROM t2.account WHERE id = 5'; dbalign -q -e test rehearse | tail -n 2",
				0, "3 tenants: 2 good, 1 not\nfailed\n",
				"tenant t 3: leased_rehearsal/t 3: there is no such schema" },
			{ "sed -i s/app.account/app.nosuch/ rehearse/test.yaml; dbalign -q -e test rehearse", 8, NULL,
				"app.nosuch" },
			{ 0 },
		});
}
