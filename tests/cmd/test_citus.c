/* Tables that Citus distributes, on a stand-in of its catalogs and functions: the real ones cannot be installed here. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

TestSuite(citus, .fini = run_cleanup);

/* The columns that are read, and functions with the arguments of Citus 12, which write them. The key is stored so that it follows renames. */
static const char stand_in[] =
	"SET allow_system_table_mods = on;"
	"CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass NOT NULL, partmethod \"char\" NOT NULL, partkey text, colocationid "
	"integer NOT NULL DEFAULT 0, repmodel \"char\" NOT NULL DEFAULT 's', autoconverted boolean NOT NULL DEFAULT false);"
	"CREATE TABLE pg_catalog.pg_dist_shard (logicalrelid regclass NOT NULL, shardid bigint NOT NULL);"
	"CREATE FUNCTION pg_catalog.column_to_column_name(regclass, text) RETURNS text LANGUAGE sql AS"
	" $$SELECT attname::text FROM pg_attribute WHERE attrelid = $1 AND attnum = $2::integer$$;"
	"CREATE FUNCTION pg_catalog.create_distributed_table(table_name regclass, distribution_column text, distribution_type text DEFAULT 'hash',"
	" colocate_with text DEFAULT 'default', shard_count integer DEFAULT NULL) RETURNS void LANGUAGE sql AS"
	" $$INSERT INTO pg_dist_partition SELECT $1, CASE WHEN $2 IS NULL THEN 'n' ELSE left($3, 1) END::\"char\", (SELECT attnum FROM pg_attribute "
	"WHERE attrelid = $1 AND attname = $2), 1; INSERT INTO pg_dist_shard SELECT $1, g FROM generate_series(1, coalesce($5, 32)) g$$;"
	"CREATE FUNCTION pg_catalog.create_reference_table(table_name regclass) RETURNS void LANGUAGE sql AS"
	" $$INSERT INTO pg_dist_partition VALUES ($1, 'n', NULL, 2, 't')$$;"
	"CREATE FUNCTION pg_catalog.citus_add_local_table_to_metadata(table_name regclass, cascade_via_foreign_keys boolean DEFAULT false) RETURNS "
	"void LANGUAGE sql AS $$INSERT INTO pg_dist_partition VALUES ($1, 'n', NULL)$$;"
	"CREATE FUNCTION pg_catalog.undistribute_table(table_name regclass, cascade_via_foreign_keys boolean DEFAULT false) RETURNS void LANGUAGE "
	"sql AS $$DELETE FROM pg_dist_shard WHERE logicalrelid = $1; DELETE FROM pg_dist_partition WHERE logicalrelid = $1$$;"
	"CREATE FUNCTION pg_catalog.alter_distributed_table(table_name regclass, distribution_column text DEFAULT NULL, shard_count integer DEFAULT "
	"NULL, colocate_with text DEFAULT NULL, cascade_to_colocated boolean DEFAULT NULL) RETURNS void LANGUAGE sql AS"
	" $$UPDATE pg_dist_partition SET partkey = a.attnum FROM pg_attribute a WHERE logicalrelid = $1 AND attrelid = $1 AND attname = $2;"
	" DELETE FROM pg_dist_shard WHERE logicalrelid = $1 AND $3 IS NOT NULL; INSERT INTO pg_dist_shard SELECT $1, g FROM generate_series(1, $3) g$$;"
	/* as members of an extension they are none of the database's own */
	"ALTER EXTENSION plpgsql ADD TABLE pg_catalog.pg_dist_partition; ALTER EXTENSION plpgsql ADD TABLE pg_catalog.pg_dist_shard;"
	"DO $$DECLARE f regprocedure; BEGIN FOR f IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND oid >= 16384 LOOP"
	" EXECUTE format('ALTER EXTENSION plpgsql ADD FUNCTION %s', f); END LOOP; END$$;"
	"RESET allow_system_table_mods; CREATE SCHEMA s;";

static const char tables[] =
	"CREATE TABLE s.country (code text PRIMARY KEY); SELECT create_reference_table('s.country');"
	"CREATE TABLE s.sale (id integer, shop integer, at date) PARTITION BY RANGE (at); CREATE TABLE s.sale_1 PARTITION OF s.sale FOR VALUES FROM "
	"('2026-01-01') TO ('2027-01-01'); SELECT create_distributed_table('s.sale', 'shop'), create_distributed_table('s.sale_1', 'shop');"
	"CREATE TABLE s.line (id integer, shop integer); SELECT create_distributed_table('s.line', 'shop', shard_count => 64);"
	"CREATE TABLE s.log (at timestamptz); SELECT create_distributed_table('s.log', 'at', 'append');"
	"CREATE TABLE s.small (a integer); SELECT citus_add_local_table_to_metadata('s.small');"
	"CREATE TABLE s.one (a integer); SELECT create_distributed_table('s.one', NULL);"
	"CREATE TABLE s.auto (a integer); INSERT INTO pg_dist_partition VALUES ('s.auto', 'n', NULL, 0, 's', true);";

static const char changes[] =
	"SELECT undistribute_table('s.country'); SELECT alter_distributed_table('s.line', distribution_column => 'id', shard_count => 16);"
	"SELECT undistribute_table('s.small'); SELECT create_reference_table('s.small'); ALTER TABLE s.log RENAME at TO moment;"
	"CREATE TABLE s.made (a integer PRIMARY KEY); SELECT create_distributed_table('s.made', 'a');";

#define STATEMENTS "grep -o 'pg_catalog\\.[a-z_]*table[a-z_]*(.*' "

Test(citus, read_and_written)
{
	make("cmd_citus", stand_in);
	more("cmd_citus", tables);
	make("cmd_citus_2", stand_in);
	more("cmd_citus_2", tables);
	more("cmd_citus_2", changes);
	run_rows((const struct expected[]){
		{ "db2yaml cmd_citus >one.yaml; db2yaml cmd_citus_2 >two.yaml; grep -E '^  table|distribution|method|shards' one.yaml | tr -d '\\n'",
			0,
			"  table auto:  table country:    distribution: reference  table line:    distribution:      method: hash shop      shards: 64  table "
			"log:    distribution: append at  table one:    distribution: single  table sale:    distribution: hash shop  table sale_1:  table "
			"small:    distribution: local",
			NULL },
		{ "yaml2db --check cmd_citus one.yaml", 0, NULL, NULL },
		{ "sed -i 's/- moment:.*/&\\n        oldname: at/' two.yaml", 0, NULL, NULL },
		{ "yaml2db --allow-data-loss --up up.sql --down down.sql cmd_citus two.yaml; " STATEMENTS "up.sql | head -n 2", 0,
			"pg_catalog.undistribute_table('s.small');\npg_catalog.undistribute_table('s.country');\n", "*" },
		{ STATEMENTS "up.sql | sort", 0,
			"pg_catalog.alter_distributed_table('s.line', distribution_column => 'id', shard_count => 16);\n"
			"pg_catalog.create_distributed_table('s.made', 'a', shard_count => 32);\npg_catalog.create_reference_table('s.small');\n"
			"pg_catalog.undistribute_table('s.country');\npg_catalog.undistribute_table('s.small');\n",
			NULL },
		{ STATEMENTS "down.sql | sort", 0,
			"pg_catalog.alter_distributed_table('s.line', distribution_column => 'shop', shard_count => 64);\n"
			"pg_catalog.citus_add_local_table_to_metadata('s.small');\npg_catalog.create_reference_table('s.country');\n"
			"pg_catalog.undistribute_table('s.small');\n",
			NULL },
		{ "psql -qXtA1 -v ON_ERROR_STOP=1 -d cmd_citus -f up.sql && yaml2db --check cmd_citus two.yaml", 0, "*", NULL },
		{ "psql -qXtA1 -v ON_ERROR_STOP=1 -d cmd_citus -f down.sql && yaml2db --check cmd_citus one.yaml", 0, "*", NULL },
		{ "printf 'schema s:\\n  table auto:\\n    distribution: hahs a\\n' | yaml2db cmd_citus -", 2, NULL,
			"expected reference, local, single, hash NAME" },
		{ 0 },
	});
	drop("cmd_citus");
	drop("cmd_citus_2");
}
