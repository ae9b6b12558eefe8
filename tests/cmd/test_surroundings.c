/*
 * The programs where settings, encodings, locks, privileges or the server itself are not what one would like: the schema is the
 * same, or it is said why not.
 */
#include <string.h>

#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

/* Roles are the cluster's: one that an earlier run left over is taken as it is. */
static void make_role(const char *name)
{
	g_autofree char *sql =
		g_strdup_printf("DO $$ BEGIN IF to_regrole('%s') IS NULL THEN CREATE ROLE %s LOGIN; END IF; END $$", name, name);

	more("postgres", sql);
}

TestSuite(surroundings, .fini = run_cleanup);

/*
 * Every kind of constant whose text depends on a setting, names that are quoted or not, and backslashes wherever a text can stand.
 */
static const char texts[] =
	"CREATE TYPE mood AS ENUM ('back\\slash', 'it''s');"
	"CREATE TABLE t (id integer DEFAULT 3, at timestamp with time zone DEFAULT '2024-03-31 02:30:00+01', day date DEFAULT "
	"'2024-02-01' CHECK (day <> '2023-12-31'),"
	" span interval DEFAULT '-1 days +02:03:04' CHECK (span <> '1 year 2 mons -3 days'), bytes bytea DEFAULT '\\xdeadbeef00', "
	"price money DEFAULT 1234.5,"
	" ratio double precision DEFAULT 0.1::double precision + 1e-300::double precision, xs text[] DEFAULT ARRAY['a\\b', NULL, "
	"''], mood mood DEFAULT 'back\\slash',"
	" note text DEFAULT '\\n' CHECK (note ~ '^\\d+$'), doc xml DEFAULT 'a<b/>', \"Odd \\ name\" integer);"
	"CREATE TABLE p (at timestamp with time zone, span interval) PARTITION BY RANGE (at, span);"
	"CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01 00:00:00+00', '-1 days +02:03:04') TO ('2024-07-01 "
	"12:00:00+02', MAXVALUE);"
	"CREATE FUNCTION f(at timestamp with time zone DEFAULT '2024-01-01 00:00:00+00', note text DEFAULT 'c:\\temp') RETURNS "
	"text LANGUAGE sql AS 'SELECT ''\\n'' || $2';"
	"CREATE VIEW v AS SELECT id, at > '2024-01-01 00:00:00+00' AS late, note ~ '\\\\' AS odd, '1 day'::interval AS span FROM t;"
	"CREATE INDEX i ON t (at) WHERE at > '2024-01-01 00:00:00+00' AND span > '1 mon';"
	"CREATE FUNCTION tr() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
	"CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.day > '2024-01-02') EXECUTE FUNCTION tr('a\\b');"
	"COMMENT ON TABLE t IS 'back\\slash \\n';";

static const char odd_settings[] =
	"DO $$ DECLARE setting text; BEGIN FOREACH setting IN ARRAY ARRAY['DateStyle = ''German''', 'IntervalStyle = "
	"''iso_8601''', 'TimeZone = ''Asia/Tokyo''',"
	" 'bytea_output = ''escape''', 'extra_float_digits = -15', 'standard_conforming_strings = off', 'quote_all_identifiers = "
	"on', 'search_path = public, pg_catalog',"
	" 'xmlbinary = ''hex''', 'xmloption = ''document''', 'array_nulls = off', 'escape_string_warning = off', 'row_security = "
	"on', 'client_encoding = ''LATIN1''',"
	" 'default_transaction_read_only = on', 'default_transaction_isolation = ''serializable''', 'statement_timeout = ''1h''']"
	" LOOP EXECUTE format('ALTER DATABASE %I SET %s', current_database(), setting); END LOOP; END $$";

Test(surroundings, settings_of_the_database_change_nothing)
{
	make("around_plain", texts);
	make("around_odd", texts);
	make("around_new", "SELECT 1");
	more("around_odd", odd_settings);
	more("around_new", odd_settings);
	run_rows((const struct expected[]){
		{ "psql -XAtqd around_odd -c 'SHOW DateStyle'", 0, "German, DMY\n", NULL },
		{ "db2yaml around_plain >plain.yaml; db2yaml around_odd | diff plain.yaml -", 0, NULL, NULL },
		{ "yaml2db --check around_odd plain.yaml", 0, NULL, NULL },
		{ "yaml2db -o up around_new plain.yaml && PGOPTIONS='-c default_transaction_read_only=off' psql -Xq -v "
		  "ON_ERROR_STOP=1 -d around_new -f up -o /dev/null",
			0, NULL, NULL },
		{ "db2yaml around_new | diff plain.yaml -", 0, NULL, NULL },
		{ 0 },
	});
	server_drop_database("around_plain", NULL);
	server_drop_database("around_odd", NULL);
	server_drop_database("around_new", NULL);
}

/* With standard_conforming_strings off a backslash in a literal would be half as many. */
Test(surroundings, settings_of_the_role_change_nothing)
{
	make("around_role", texts);
	make_role("around_odd_role");
	more("around_role",
		"ALTER ROLE around_odd_role SUPERUSER; ALTER ROLE around_odd_role SET quote_all_identifiers = on;"
		" ALTER ROLE around_odd_role SET standard_conforming_strings = off; ALTER ROLE around_odd_role SET search_path = "
		"public;"
		" ALTER ROLE around_odd_role SET lc_monetary = 'C'; ALTER ROLE around_odd_role IN DATABASE around_role SET "
		"TimeZone = 'America/St_Johns'");
	run_rows((const struct expected[]){
		{ "db2yaml around_role >plain.yaml; db2yaml -U around_odd_role around_role | diff plain.yaml -", 0, NULL, NULL },
		{ "grep -F 'c:\\temp' plain.yaml | grep -cF 'c:\\\\temp'", 1, "0\n", NULL },
		{ 0 },
	});
	server_drop_database("around_role", NULL);
	more("postgres", "DROP ROLE around_odd_role");
}

/* What such a database holds may be of any encoding: it is said, not guessed. */
Test(surroundings, bytes_that_are_no_utf8)
{
	g_autoptr(GError) error = NULL;

	server_drop_database("around_ascii", NULL);
	cr_assert(server_run("postgres", "CREATE DATABASE around_ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'", &error),
		"%s", error ? error->message : "");
	run_directory();
	more("around_ascii", "SET client_encoding = 'SQL_ASCII'; CREATE TABLE t (id integer); COMMENT ON TABLE t IS 'é'");
	run_rows((const struct expected[]){
		{ "db2yaml around_ascii", 0, "description: é\n", NULL },
		{ "printf \"SET client_encoding = 'SQL_ASCII'; COMMENT ON TABLE t IS 'caf\\351'\" | psql -Xqd around_ascii", 0,
			NULL, NULL },
		{ "echo before >out; db2yaml around_ascii -o out; cat out", 0, "before\n",
			"which a database of encoding SQL_ASCII allows" },
		{ 0 },
	});
	server_drop_database("around_ascii", NULL);
}

/* It waits for a while, and says what for. */
Test(surroundings, table_that_is_locked)
{
	make("around_locked", "CREATE TABLE held (id integer CHECK (id > 0)); CREATE VIEW v AS SELECT id FROM held");
	run_rows((const struct expected[]){
		{ "(echo 'BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE;'; exec sleep 60) 2>/dev/null | psql -Xqd around_locked "
		  "& session=$!;"
		  " until psql -XAtqd around_locked -c \"SELECT 1 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = "
		  "'held'::regclass\" | grep -q 1;"
		  " do sleep 0.1; done; timeout 50 db2yaml around_locked; status=$?; kill $session; exit $status",
			2, NULL, "another session keeps a table locked" },
		{ 0 },
	});
	server_drop_database("around_locked", NULL);
}

/* Options and connection strings that it may not see are unknown, not absent. */
Test(surroundings, role_without_privileges)
{
	make("around_lowly",
		"CREATE TABLE t (id integer PRIMARY KEY, CHECK (id > 0)); REVOKE ALL ON t FROM PUBLIC; CREATE VIEW v AS SELECT id "
		"FROM t;"
		" CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f() FROM PUBLIC;"
		" CREATE SCHEMA hidden; CREATE TABLE hidden.t (id serial, e text GENERATED ALWAYS AS ('x') STORED);"
		" CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'h');"
		" CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'u', password 'p'); CREATE USER MAPPING FOR postgres "
		"SERVER s OPTIONS (user 'v');"
		" CREATE STATISTICS st ON id, e FROM hidden.t");
	/* of these 13 tells nobody else anything */
	if (server_version() >= 14)
		more("around_lowly",
			"CREATE SUBSCRIPTION sub CONNECTION 'dbname=elsewhere password=p' PUBLICATION pub WITH (connect = false, "
			"enabled = false, slot_name = NONE)");
	make_role("around_lowly_role");
	run_rows((const struct expected[]){
		{ "db2yaml around_lowly >all.yaml; db2yaml -U around_lowly_role around_lowly >seen.yaml", 0, NULL, NULL },
		{ "grep -c 'table t:' seen.yaml", 0, "2\n", NULL },
		{ "yaml2db --check -U around_lowly_role around_lowly all.yaml", 0, NULL, "*" },
		{ "yaml2db --check around_lowly seen.yaml", 0, NULL, "*" },
		{ "yaml2db -U around_lowly_role around_lowly all.yaml", 0, NULL, "*" },
		{ "yaml2db around_lowly seen.yaml", 0, NULL, "*" },
		{ 0 },
	});
	more("around_lowly", "DROP SUBSCRIPTION IF EXISTS sub");
	server_drop_database("around_lowly", NULL);
	more("postgres", "DROP ROLE around_lowly_role");
}

/* A server in recovery takes no locks, writes nothing and gives no numbers to transactions. */
Test(surroundings, standby, .timeout = 180)
{
	make("around_primary", texts);
	run_rows((const struct expected[]){
		{ "case \"$(pg_basebackup --version 2>/dev/null)\" in *\" $(psql -XAtqd postgres -c 'SHOW server_version_num' | "
		  "cut -c1-2).\"*) ;; *) exit 0 ;; esac; chmod 711 .; mkdir standby; chmod 700 standby; pg_basebackup -D "
		  "standby -R -X stream -c fast || exit 1;"
		  " as=; if [ $(id -u) = 0 ]; then chown -R postgres standby; mkdir -m 755 socket; chown postgres socket;"
		  " as='setpriv --reuid=postgres --regid=postgres --init-groups --'; else mkdir socket; fi;"
		  " trap \"$as pg_ctl -D standby -m immediate -s stop\" EXIT;"
		  " $as pg_ctl -D standby -l socket/log -o \"-p 5433 -k $PWD/socket\" -w -s start || { cat socket/log >&2; exit "
		  "1; };"
		  " test $(psql -XAt -h $PWD/socket -p 5433 -d around_primary -c 'SELECT pg_is_in_recovery()') = t || exit 1;"
		  " db2yaml around_primary >primary.yaml; db2yaml -H $PWD/socket -p 5433 around_primary | diff primary.yaml - &&"
		  " yaml2db --check -H $PWD/socket -p 5433 around_primary primary.yaml",
			0, NULL, NULL },
		{ 0 },
	});
	server_drop_database("around_primary", NULL);
}

/* It is a member of the server at first, and an extension like any other when somebody makes it again. */
Test(surroundings, plpgsql_made_again)
{
	make("around_language", "CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'");
	make("around_language_again",
		"DROP EXTENSION plpgsql; CREATE EXTENSION plpgsql; CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS 'BEGIN "
		"RETURN 1; END'");
	make("around_no_language", "DROP EXTENSION plpgsql");
	run_rows((const struct expected[]){
		{ "db2yaml around_language >a.yaml; db2yaml around_language_again | diff a.yaml -", 0, NULL, NULL },
		{ "psql -XAtqd around_language -c 'REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC'; psql -XAtqd "
		  "around_language_again -c 'REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC'",
			0, NULL, NULL },
		{ "db2yaml around_language >b.yaml; diff a.yaml b.yaml | grep -c 'usage from public'; db2yaml "
		  "around_language_again | diff b.yaml -",
			0, "1\n", NULL },
		{ "yaml2db -u around_no_language a.yaml >/dev/null 2>&1; yaml2db --check around_no_language a.yaml", 0, NULL,
			NULL },
		{ 0 },
	});
	server_drop_database("around_language", NULL);
	server_drop_database("around_language_again", NULL);
	server_drop_database("around_no_language", NULL);
}

/* Every database is made with it: a document without it says nothing of it. */
Test(surroundings, plpgsql_left_out)
{
	make("around_plpgsql", "CREATE TABLE t (id integer)");
	run_file("doc.yaml",
		"schema public:\n  function f():\n    language: plpgsql\n    returns: integer\n    source: BEGIN RETURN 1; END\n"
		"  table t:\n    columns:\n    - id: integer\n");
	run_rows((const struct expected[]){
		{ "yaml2db -u --down down.sql around_plpgsql doc.yaml | grep EXTENSION", 1, NULL, "*" },
		{ "yaml2db --check around_plpgsql doc.yaml", 0, NULL, NULL },
		{ "grep EXTENSION down.sql", 1, NULL, NULL },
		{ "psql -XAtqd around_plpgsql -v ON_ERROR_STOP=1 -f down.sql -c '\\dx' | cut -d'|' -f1", 0, "plpgsql\n", NULL },
		{ 0 },
	});
	server_drop_database("around_plpgsql", NULL);
}

/* Rows are in tables: without any, nothing is lost. Of an extension in a document nobody knows. */
Test(surroundings, extensions_with_and_without_tables)
{
	make("around_extensions", "CREATE EXTENSION pgcrypto");
	run_rows((const struct expected[]){
		{ "db2yaml around_extensions >a.yaml; sed '/^extension pgcrypto/,/^[^ ]/{/^extension pgcrypto/d;/^ /d}' a.yaml "
		  ">b.yaml; yaml2db around_extensions b.yaml",
			0, "DROP EXTENSION pgcrypto;", NULL },
		{ "yaml2db a.yaml b.yaml", 2, NULL, "extension pgcrypto is dropped" },
		{ 0 },
	});
	server_drop_database("around_extensions", NULL);
}

/* A document that tells no version is content with any. */
Test(surroundings, versions_of_extensions)
{
	make("around_version", "CREATE EXTENSION hstore VERSION '1.6'; CREATE TABLE t (h hstore)");
	run_rows((const struct expected[]){
		{ "db2yaml around_version >old.yaml; sed '/^extension hstore/,/^[^ ]/ { /version/d }' old.yaml >any.yaml; yaml2db "
		  "around_version any.yaml",
			0, NULL, NULL },
		{ "sed 's/version: \"1.6\"/version: \"1.7\"/' old.yaml >new.yaml; yaml2db --check around_version new.yaml", 1,
			"version: wanted \"1.7\", found \"1.6\"", "*" },
		{ "yaml2db -o up around_version new.yaml; grep ALTER up", 0, "ALTER EXTENSION hstore UPDATE TO '1.7';\n", NULL },
		{ "psql -Xq -v ON_ERROR_STOP=1 -d around_version -f up -o /dev/null && yaml2db --check around_version new.yaml", 0,
			NULL, NULL },
		{ 0 },
	});
	server_drop_database("around_version", NULL);
}

Test(surroundings, extension_that_cannot_be_moved)
{
	make("around_fixed",
		"CREATE SCHEMA a; CREATE SCHEMA b; CREATE EXTENSION xml2 SCHEMA a; CREATE VIEW v AS SELECT a.xml_valid('<a/>')");
	run_rows((const struct expected[]){
		{ "db2yaml around_fixed | sed '/^extension xml2/,/^[^ ]/ s/schema: a$/schema: b/; s/a\\.xml_valid/b.xml_valid/' "
		  ">want.yaml; yaml2db around_fixed want.yaml",
			2, NULL, "extension xml2 cannot be moved from schema a to b, for it is not relocatable" },
		{ "yaml2db --check around_fixed want.yaml", 1, "extension xml2: schema: wanted \"b\", found \"a\"", "*" },
		{ 0 },
	});
	server_drop_database("around_fixed", NULL);
}

/* A partition is changed with its table, and is not made again by itself: rather no script than one that fails. */
Test(surroundings, row_type_of_a_partition_that_is_stored)
{
	make("around_rows",
		"CREATE TABLE reading (at date, value integer) PARTITION BY RANGE (at);"
		" CREATE TABLE reading_2020 PARTITION OF reading FOR VALUES FROM ('2020-01-01') TO ('2021-01-01'); CREATE TABLE "
		"doubtful (id text, was reading_2020)");
	run_rows((const struct expected[]){
		{ "db2yaml around_rows | sed 's/integer/bigint/' >want.yaml; yaml2db around_rows want.yaml", 2, NULL,
			"table public.reading_2020 cannot be changed while column was of table public.doubtful stores its row type" },
		{ "db2yaml around_rows | sed 's/text/integer/' >new.yaml; yaml2db around_rows new.yaml", 0,
			"ALTER COLUMN id TYPE integer", NULL },
		{ "psql -Xqd around_rows -c 'CREATE MATERIALIZED VIEW v AS SELECT 1 AS a; CREATE TABLE holder (was v)' && db2yaml "
		  "around_rows | sed 's/SELECT 1 AS a/SELECT true AS a/' >view.yaml;"
		  " yaml2db around_rows view.yaml",
			2, NULL,
			"materialized view public.v cannot be changed while column was of table public.holder stores its row type" },
		{ 0 },
	});
	server_drop_database("around_rows", NULL);
}

/* What goes before its successor is made cannot be what the old rows of a table that is made again are partitioned by. */
Test(surroundings, operator_class_of_a_partition_key)
{
	make("around_class",
		"CREATE OPERATOR CLASS backwards FOR TYPE integer USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =,"
		" OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);"
		" CREATE TABLE reading (id integer) PARTITION BY RANGE (id backwards)");
	run_rows((const struct expected[]){
		{ "db2yaml around_class | sed '/FUNCTION\\|\"5\"/d' >want.yaml; yaml2db around_class want.yaml", 2, NULL,
			"operator class public.backwards using btree cannot be recreated together with table public.reading, whose old "
			"rows depend on it until they are copied: give the new one another name" },
		{ "db2yaml around_class | sed '/\"5\"/d; s/backwards/forwards/' >new.yaml; yaml2db around_class new.yaml", 0,
			"DROP OPERATOR CLASS public.backwards", NULL },
		{ 0 },
	});
	server_drop_database("around_class", NULL);
}

/* A table that hides rows from its own owner: a key that they prove is made by the owner, who is no superuser. */
Test(surroundings, owner_whom_policies_bind)
{
	make_role("around_owner");
	make("around_forced",
		"GRANT ALL ON SCHEMA public TO around_owner; SET ROLE around_owner; CREATE TABLE t (id integer PRIMARY KEY); "
		"INSERT INTO t VALUES (1);"
		" ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (false); CREATE "
		"TABLE r (t integer)");
	run_rows((const struct expected[]){
		{ "db2yaml -o old.yaml around_forced", 0, NULL, NULL },
		{ "psql -Xqd around_forced -U around_owner -c 'ALTER TABLE t NO FORCE ROW LEVEL SECURITY; ALTER TABLE r ADD "
		  "FOREIGN KEY (t) REFERENCES t;"
		  " ALTER TABLE t FORCE ROW LEVEL SECURITY' && db2yaml -o new.yaml around_forced && psql -Xqd around_forced -U "
		  "around_owner -c 'ALTER TABLE r DROP CONSTRAINT r_t_fkey'",
			0, NULL, NULL },
		{ "yaml2db -o up.sql -U around_owner around_forced new.yaml && psql -Xq -1 -v ON_ERROR_STOP=1 -U around_owner -d "
		  "around_forced -f up.sql",
			0, NULL, NULL },
		{ "yaml2db --check around_forced new.yaml", 0, NULL, "*" },
		{ 0 },
	});
	server_drop_database("around_forced", NULL);
	more("postgres", "DROP ROLE around_owner");
}
