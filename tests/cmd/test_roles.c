/*
 * What is the cluster's: roles that scripts need, those that are described, and the database itself; and what another version has.
 */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

TestSuite(roles, .fini = run_cleanup);

Test(roles, missing_roles_are_found_first)
{
	make("cmd_roles", "SELECT 1");
	run_file("want.yaml",
		"extension no_such_extension: {}\nschema public:\n  table t:\n    owner: no_such_role\n    columns:\n    - id:\n  "
		"      type: integer\n");
	run_rows((const struct expected[]){
		{ "yaml2db cmd_roles want.yaml", 2, NULL,
			"role \"no_such_role\" does not exist on the server; create it first, it is needed by table public.t\n" },
		{ "yaml2db cmd_roles want.yaml", 2, NULL, "extension \"no_such_extension\" is not installed" },
		{ "yaml2db -O -n public cmd_roles want.yaml", 0, "CREATE TABLE", "*" },
		{ 0 },
	});
	drop("cmd_roles");
}

/* What no update leads to is told before anything is written, and what none leads back to as well. */
Test(roles, versions_of_extensions)
{
	make("cmd_extension", "CREATE EXTENSION pg_trgm VERSION '1.3'");
	run_rows((const struct expected[]){
		{ "db2yaml cmd_extension | sed 's/1.3/1.4/' >newer.yaml; yaml2db --down down cmd_extension newer.yaml", 0,
			"ALTER EXTENSION pg_trgm UPDATE TO '1.4'",
			"on the way back: extension pg_trgm stays at version 1.4: no update leads back to 1.3" },
		{ "db2yaml cmd_extension >older.yaml; yaml2db -qu --up up cmd_extension newer.yaml; ! grep UPDATE down; yaml2db "
		  "cmd_extension older.yaml",
			2, NULL,
			"extension pg_trgm has version 1.4 there, and no update leads to 1.3: give another version or none" },
		{ 0 },
	});
	drop("cmd_extension");
}

/* Everything that the server's version has not is an error that names it. */
Test(roles, what_other_versions_have)
{
	make("cmd_versions", "SELECT 1");
	run_file("postfix.yaml", "schema public:\n  operator !!(integer, NONE):\n    procedure: pg_catalog.int4abs\n");
	run_file("newer.yaml",
		"schema public:\n  collation b:\n    locale: C\n    provider: builtin\n"
		"  table e:\n    columns:\n    - r:\n        type: int4range\n    exclude_constraints:\n      x:\n"
		"        definition: EXCLUDE USING gist (r WITH =)\n    partition_by:\n      range:\n      - r\n    privileges:\n "
		"   - PUBLIC:\n      - maintain\n"
		"  table g:\n    columns:\n    - a:\n        type: integer\n    - b:\n        generated: (a * 2)\n        type: "
		"integer\n"
		"  table h:\n    columns:\n    - a:\n        inherited: true\n        type: integer\n    - b:\n        generated: "
		"(a * 3)\n        type: integer\n"
		"    inherits:\n    - g\n");
	run_rows((const struct expected[]){
		{ "yaml2db -n public cmd_versions newer.yaml", 2, NULL,
			"exclusion constraint x of table public.e: PostgreSQL 15 has no exclusion constraints of partitioned "
			"tables; they are there since 17" },
		{ "yaml2db -n public cmd_versions newer.yaml", 2, NULL,
			"collation public.b: PostgreSQL 15 has no provider builtin; it is there since 17" },
		{ "yaml2db -n public cmd_versions newer.yaml", 2, NULL,
			"table public.e: PostgreSQL 15 has no privileges to maintain; they are there since 17" },
		{ "yaml2db -n public cmd_versions newer.yaml", 2, NULL,
			"column b of table public.h: PostgreSQL 15 has no generated columns of another expression than their "
			"parents'; they are there since 16" },
		{ "yaml2db -n public cmd_versions postfix.yaml", 2, NULL,
			"operator public.!!(integer, NONE): PostgreSQL 15 has no postfix operators; they were there until 13" },
		{ 0 },
	});
	drop("cmd_versions");
}

/* Roles and the database itself: only when asked for, and a file that describes them is compared with them. */
Test(roles, roles_and_the_database)
{
	make("cmd_dev",
		"CREATE ROLE cmd_owner CREATEDB; CREATE ROLE \"cmd = odd\" LOGIN CONNECTION LIMIT 3 VALID UNTIL '2030-01-01 "
		"00:00+00';"
		"CREATE ROLE cmd_group NOINHERIT; CREATE ROLE cmd_other; GRANT cmd_group TO \"cmd = odd\" WITH ADMIN OPTION;"
		"ALTER ROLE \"cmd = odd\" SET search_path = a, \"B c\"; COMMENT ON ROLE cmd_group IS 'all'; CREATE TABLE t (a "
		"integer); ALTER TABLE t OWNER TO cmd_owner;"
		"GRANT SELECT ON t TO \"cmd = odd\" WITH GRANT OPTION; CREATE POLICY p ON t TO \"cmd = odd\"; ALTER DATABASE "
		"cmd_dev SET timezone = 'UTC';"
		"ALTER DATABASE cmd_dev CONNECTION LIMIT 50; COMMENT ON DATABASE cmd_dev IS '50% of it''s $$ yours'; REVOKE "
		"CONNECT ON DATABASE cmd_dev FROM PUBLIC;"
		"GRANT CREATE ON DATABASE cmd_dev TO cmd_owner; ALTER ROLE cmd_owner IN DATABASE cmd_dev SET search_path = \"x, "
		"y\", z");
	make("cmd_prd", "SELECT 1");
	run_rows((const struct expected[]){
		{ "db2yaml cmd_dev | grep -E '^(role|database)'", 1, NULL, NULL },
		{ "db2yaml --with-roles --with-database cmd_dev >dev.yaml; grep -E '^(role|database)' dev.yaml", 0,
			"database:\nrole cmd = odd:\nrole cmd_group:\nrole cmd_owner:\n", NULL },
		{ "db2yaml dev.yaml | diff - dev.yaml && db2yaml -m -r tree dev.yaml && db2yaml tree/metadata | diff - dev.yaml", 0,
			NULL, NULL },
		{ "grep -A14 '^role cmd = odd' dev.yaml", 0,
			"role cmd = odd:\n  connection_limit: 3\n  login: true\n  member_of:\n  - cmd_group WITH ADMIN OPTION\n  "
			"settings:\n  - search_path=a, \"B c\"\n"
			"  valid_until: \"2030-01-01 00:00:00+00\"\n",
			NULL },
		{ "yaml2db --check cmd_dev dev.yaml", 0, NULL, NULL },
		{ "yaml2db --check cmd_prd cmd_dev", 1, "table public.t: missing\n", NULL },
		{ "yaml2db --check cmd_prd dev.yaml", 1,
			"database: connection_limit: wanted \"50\", found nothing; settings: wanted", NULL },
		{ "yaml2db --check --with-database cmd_prd cmd_dev", 1, "database: connection_limit", NULL },
		{ "yaml2db -q --allow-data-loss --up up --down down cmd_prd dev.yaml && db2yaml --with-database --with-roles "
		  "cmd_prd >before.yaml",
			0, NULL, NULL },
		{ "psql -Xq1 -v ON_ERROR_STOP=1 -d cmd_prd -f up -o /dev/null && yaml2db --check cmd_prd dev.yaml", 0, NULL, NULL },
		{ "psql -Xq1 -v ON_ERROR_STOP=1 -d cmd_prd -f down -o /dev/null && db2yaml --with-database --with-roles cmd_prd | "
		  "diff - before.yaml",
			0, NULL, NULL },
		/* roles that the server lacks are made, and taken back; those that the file does not know stay */
		{ "yaml2db -q --map-role '\"cmd = odd\"=cmd_new' --map-role cmd_owner=cmd_boss --map-role cmd_group=cmd_all --up "
		  "up --down down cmd_prd dev.yaml",
			0, NULL, NULL },
		{ "grep -E 'ROLE (cmd_new|cmd_all|cmd_boss)|TO cmd_new' up", 0,
			"CREATE ROLE cmd_all WITH NOINHERIT;\nCOMMENT ON ROLE cmd_all IS 'all';\nCREATE ROLE cmd_boss WITH "
			"CREATEDB;\nCREATE ROLE cmd_new WITH LOGIN CONNECTION LIMIT 3 VALID UNTIL '2030-01-01 00:00:00+00';\n",
			NULL },
		{ "psql -Xq1 -v ON_ERROR_STOP=1 -d cmd_prd -f up -o /dev/null", 0, NULL, NULL },
		{ "yaml2db --check --map-role '\"cmd = odd\"=cmd_new' --map-role cmd_owner=cmd_boss --map-role cmd_group=cmd_all "
		  "cmd_prd dev.yaml",
			0, NULL, NULL },
		{ "db2yaml --with-roles --with-database --map-role 'cmd_new=\"cmd = odd\"' --map-role cmd_boss=cmd_owner "
		  "--map-role cmd_all=cmd_group cmd_prd | diff - dev.yaml",
			0, NULL, NULL },
		{ "psql -Xq1 -v ON_ERROR_STOP=1 -d cmd_prd -f down -o /dev/null; psql -XAtqc \"SELECT rolname FROM pg_roles WHERE "
		  "rolname ~ '^cmd' ORDER BY 1\" cmd_prd",
			0, "cmd = odd\ncmd_group\ncmd_other\ncmd_owner\n", NULL },
		{ "db2yaml --map-role x cmd_prd", 2, NULL, "--map-role wants OLD=NEW" },
		{ "db2yaml --map-role x=y --map-role x=z cmd_prd", 2, NULL, "says twice" },
		{ "printf 'database:\\n  encoding: LATIN1\\n' >latin.yaml; yaml2db -n public cmd_prd latin.yaml", 0, "*",
			"the database's encoding cannot be changed" },
		{ 0 },
	});
	drop("cmd_dev");
	drop("cmd_prd");
	server_run("postgres", "DROP ROLE cmd_owner, \"cmd = odd\", cmd_group, cmd_other", NULL);
}

/* What is made again keeps its owner and its privileges in any database, by a script that knows none of its roles. */
Test(roles, left_out_and_kept)
{
	make("cmd_kept",
		"CREATE ROLE cmd_k_owner; CREATE ROLE \"cmd k\"\"x\"; CREATE ROLE cmd_k_more; CREATE SCHEMA s; GRANT ALL ON "
		"SCHEMA s TO PUBLIC; SET search_path = s;"
		"CREATE TYPE mood AS ENUM ('a', 'b'); ALTER TYPE mood OWNER TO cmd_k_owner; REVOKE ALL ON TYPE mood FROM PUBLIC; "
		"GRANT USAGE ON TYPE mood TO cmd_k_more;"
		"CREATE TABLE t (id integer, m mood, g integer GENERATED ALWAYS AS (1) STORED); ALTER TABLE t OWNER TO "
		"cmd_k_owner; GRANT SELECT (g), UPDATE (g) ON t TO cmd_k_more;"
		"CREATE VIEW v AS SELECT id, m FROM t; ALTER VIEW v OWNER TO cmd_k_owner; GRANT SELECT ON v TO \"cmd k\"\"x\" "
		"WITH GRANT OPTION; GRANT UPDATE (id), SELECT (m) ON v TO PUBLIC;"
		"SET SESSION AUTHORIZATION \"cmd k\"\"x\"; GRANT SELECT ON v TO cmd_k_more; RESET SESSION AUTHORIZATION; SET "
		"search_path = s;"
		"CREATE VIEW v2 AS SELECT * FROM v; CREATE MATERIALIZED VIEW mv AS SELECT id FROM v; GRANT SELECT ON mv TO "
		"cmd_k_more; ALTER MATERIALIZED VIEW mv OWNER TO cmd_k_more;"
		"CREATE FUNCTION f(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON "
		"FUNCTION f FROM PUBLIC; ALTER FUNCTION f OWNER TO cmd_k_owner;"
		"CREATE TABLE p (a integer GENERATED ALWAYS AS IDENTITY, d date); ALTER TABLE p OWNER TO cmd_k_owner; GRANT USAGE "
		"ON SEQUENCE p_a_seq TO cmd_k_more;"
		"ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO cmd_k_more;");
	run_rows((const struct expected[]){
		{ "db2yaml -O -x -n s -o old.yaml cmd_kept && pg_dump -s cmd_kept | grep -v restrict >before.sql && createdb -T "
		  "cmd_kept cmd_kept_new",
			0, NULL, NULL },
		{ 0 },
	});
	more("cmd_kept_new",
		"SET search_path = s; SET client_min_messages = warning; DROP VIEW v CASCADE; ALTER TYPE mood RENAME TO mold; "
		"CREATE TYPE mood AS ENUM ('a');"
		"ALTER TABLE t ALTER m TYPE mood USING m::text::mood; DROP TYPE mold; ALTER TABLE t DROP g, ADD g integer "
		"GENERATED ALWAYS AS (2) STORED;"
		"CREATE VIEW v AS SELECT m FROM t; CREATE VIEW v2 AS SELECT * FROM v; CREATE MATERIALIZED VIEW mv AS SELECT m "
		"FROM v;"
		"DROP FUNCTION f; CREATE FUNCTION f(a integer, b integer DEFAULT 1) RETURNS bigint LANGUAGE sql AS 'SELECT 1';"
		"DROP TABLE p; CREATE TABLE p (a integer GENERATED ALWAYS AS IDENTITY, d date) PARTITION BY LIST (d)");
	run_rows((const struct expected[]){
		{ "db2yaml -O -x -n s -o new.yaml cmd_kept_new && yaml2db -q --allow-data-loss --up up --down down cmd_kept "
		  "new.yaml && grep cmd_k_ up down",
			1, NULL, NULL },
		{ "psql -Xq -v ON_ERROR_STOP=1 -d cmd_kept -o /dev/null -f up && yaml2db -q --check cmd_kept new.yaml", 0, NULL,
			NULL },
		/* but for the privileges of a column that was gone */
		{ "psql -Xq1 -v ON_ERROR_STOP=1 -d cmd_kept -o /dev/null -f down && pg_dump -s cmd_kept | grep -v restrict | diff "
		  "before.sql -",
			1, "< GRANT UPDATE(id) ON TABLE s.v TO PUBLIC;\n", NULL },
		{ "pg_dump -s cmd_kept | grep -v restrict | diff before.sql - | grep -c '^[<>] [^-]'", 0, "1\n", NULL },
		{ "psql -XAtqc \"SELECT count(*) FROM pg_class WHERE relname IN ('v', 'p', 't') AND relowner = "
		  "'cmd_k_owner'::regrole\" cmd_kept",
			0, "3\n", NULL },
		{ 0 },
	});
	drop("cmd_kept");
	drop("cmd_kept_new");
	server_run("postgres", "DROP ROLE cmd_k_owner, \"cmd k\"\"x\", cmd_k_more", NULL);
}
