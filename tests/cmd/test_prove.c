/* Tests yaml2db --prove: what is proved, what is not, and what is left of it. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

/* A pair with columns that are hard to fill: checks, a domain, partitions, a foreign key, types of the schema's own. */
static const char old[] =
	"CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN address AS text CHECK (VALUE ~ '@');"
	" CREATE TABLE t (id integer PRIMARY KEY, kind text CHECK (kind IN ('x', 'y')), price numeric(4,2) CHECK (price > 5.5 AND "
	"price < 9), gone integer);"
	" CREATE TABLE c (id integer GENERATED ALWAYS AS IDENTITY, t integer REFERENCES t UNIQUE, m mood, r int4range, e text[], "
	"a address NOT NULL);"
	" CREATE TABLE p (a integer, b date) PARTITION BY RANGE (b); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM "
	"('2024-01-01') TO ('2025-01-01');";

Test(prove, a_private_server_proves_both_ways)
{
	g_autofree char *new = g_strconcat(old,
		"ALTER TABLE t DROP gone; ALTER TABLE t ALTER price TYPE numeric(8,2); ALTER TYPE mood ADD VALUE 'none' BEFORE "
		"'bad';"
		" ALTER TABLE c ADD added integer NOT NULL DEFAULT 7; CREATE VIEW v AS SELECT * FROM t",
		NULL);

	make("prove_old", old);
	make("prove_new", new);
	run_rows((const struct expected[]){
		{ "yaml2db --allow-data-loss --prove --up up --down down prove_old prove_new", 0, "",
			"note: proved on a private PostgreSQL " },
		{ "test -s up && test -s down", 0, NULL, NULL },
		/* of a file, too, and with -u, which runs it then */
		{ "db2yaml prove_new >new.yaml && yaml2db -u --allow-data-loss --scratch auto prove_old new.yaml 2>&1 >/dev/null "
		  "| grep -c 'proved on .* tables with rows: 3\\|no difference any more'",
			0, "2\n", NULL },
		{ "yaml2db --scratch auto prove_old prove_new", 0, NULL, NULL },
		{ "yaml2db --anonymize prove_old prove_new", 2, NULL, "it needs --prove" },
		{ 0 },
	});
	drop("prove_old");
	drop("prove_new");
}

/* What is made on a server of the user's goes; all but one test that use it would meet each other. */
Test(prove, a_named_server_is_left_as_it_was)
{
	make("prove_part",
		"CREATE SCHEMA shop; CREATE TABLE shop.t (id integer); CREATE TABLE public.other (id integer); CREATE VIEW shop.v "
		"AS SELECT o.id FROM public.other o");
	more("prove_part",
		"CREATE SUBSCRIPTION prove_far CONNECTION 'host=/nowhere dbname=far' PUBLICATION p WITH (connect = false, "
		"slot_name = NONE, enabled = false)");
	run_file("want.yaml",
		"schema shop:\n  owner: prove_owner\n  table t:\n    owner: prove_owner\n    columns:\n    - id:\n        type: "
		"integer\n    - name:\n        type: text\n"
		"  view v:\n    owner: prove_owner\n    columns:\n    - id:\n        type: integer\n    definition: SELECT o.id "
		"FROM public.other o\n");
	run_rows((const struct expected[]){
		{ "db2yaml prove_part | sed 's/type: integer/type: bigint/' >wider.yaml && yaml2db --prove --scratch postgres -o "
		  "up prove_part wider.yaml",
			0, "", "note: proved on postgres: " },
		{ "db2yaml -n shop prove_part | sed 's/owner: postgres/owner: prove_owner/' >part.yaml && yaml2db -q --prove "
		  "--scratch postgres -o up prove_part part.yaml",
			2, "", "role \"prove_owner\" does not exist" },
		{ "TMPDIR=$PWD yaml2db -n shop -O --prove --scratch postgres -o up part.yaml wider.yaml", 4, "",
			"building the old state" },
		{ "yaml2db -n shop --prove --scratch postgres -o up prove_part wider.yaml", 0, "",
			"only a part of the schema is compared" },
		{ "db2yaml prove_part | sed 's/owner: postgres/owner: prove_owner/' >owned.yaml && db2yaml prove_part >old.yaml "
		  "&& yaml2db --exclude prove_far --scratch postgres -o up old.yaml owned.yaml",
			0, "", "note: proved on postgres: " },
		{ "psql -XAt -d postgres -c \"SELECT datname FROM pg_database WHERE datname ~ '^pgcanon_' UNION ALL SELECT "
		  "rolname FROM pg_roles WHERE rolname = 'prove_owner'\"",
			0, "", NULL },
		{ "echo 'extension nowhere: {}' | cat - old.yaml >extended.yaml && yaml2db --scratch postgres old.yaml "
		  "extended.yaml",
			2, "", "lacks objects that the schemas need:\n    extension \"nowhere\"" },
		{ "yaml2db --scratch nowhere old.yaml owned.yaml", 2, "", "database \"nowhere\" does not exist" },
		{ 0 },
	});
	drop("prove_part");
}

/* Event triggers make a plan fail that is right in itself. */
/* A partitioned table has the rows of what becomes a partition of it, of partitions of that, too, and loses them on the way back. */
Test(prove, rows_of_partitions_come_and_go)
{
#define PARTS \
	"CREATE TABLE t (a integer, b text) PARTITION BY RANGE (a); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);" \
	" CREATE TABLE t2 (a integer, b text) PARTITION BY RANGE (a); CREATE TABLE t3 PARTITION OF t2 FOR VALUES FROM (10) TO (20);"
	make("prove_apart", PARTS);
	make("prove_attached", PARTS "ALTER TABLE t ATTACH PARTITION t2 FOR VALUES FROM (10) TO (20)");
	run_rows((const struct expected[]){
		{ "yaml2db --prove -o up prove_apart prove_attached", 0, "", "note: proved on a private PostgreSQL " },
		{ "yaml2db --online --prove -o up prove_apart prove_attached", 0, "", "note: proved on a private PostgreSQL " },
		{ 0 },
	});
	drop("prove_apart");
	drop("prove_attached");
}

Test(prove, a_failure_leaves_a_report)
{
	static const char denies[] =
		"CREATE SCHEMA secretive; CREATE TABLE secretive.patient (id integer, diagnosis text);"
		" CREATE FUNCTION deny() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN IF tg_tag = 'ALTER TABLE' THEN RAISE "
		"'denied'; END IF; END$$;"
		" CREATE EVENT TRIGGER deny ON ddl_command_start EXECUTE FUNCTION deny();";
	static const char empties[] =
		"CREATE TABLE t (id integer); CREATE FUNCTION clear() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN DELETE "
		"FROM public.t; END$$;"
		" CREATE EVENT TRIGGER clear ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION clear();";

	make("prove_deny", denies);
	make("prove_empty", empties);
	run_rows((const struct expected[]){
		{ "mkdir tmp other; db2yaml prove_deny | sed 's/type: integer/type: bigint/' >want.yaml;"
		  " TMPDIR=$PWD/tmp yaml2db -q --anonymize --prove -o up prove_deny want.yaml",
			4, "", "not proved: the way there fails: a private PostgreSQL" },
		{ "test -e up", 1, "", NULL },
		{ "cd tmp/pgcanon-proof-*/ && ls | tr '\n' ' '", 0, "down.sql have.yaml log up.sql want.yaml ", NULL },
		{ "cat tmp/pgcanon-proof-*/* | grep -c 'ALTER TABLE schema_[0-9]*.table_[0-9]* ALTER COLUMN id TYPE bigint'", 0,
			"2\n", NULL },
		{ "cat tmp/pgcanon-proof-*/* | grep -c 'secretive\\|patient\\|diagnosis\\|deny'", 1, "0\n", NULL },
		{ "TMPDIR=$PWD/other yaml2db -q --prove -o up prove_deny want.yaml", 4, "",
			"in statement 15 of 15:\n    ALTER TABLE secretive.patient ALTER COLUMN id TYPE bigint" },
		{ "db2yaml prove_empty | sed 's/type: integer/type: bigint/' >want.yaml; TMPDIR=$PWD/other yaml2db -q --prove -o "
		  "up prove_empty want.yaml",
			4, "", "table public.t had 3 rows and has 0" },
		{ 0 },
	});
	drop("prove_deny");
	drop("prove_empty");
}
