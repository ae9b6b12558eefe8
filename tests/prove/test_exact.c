/*
 * What statements do to rows is told exactly where more than their words counts: types before and after, checks, indexes, what
 * defaults call. Each is measured on a table of its own that has a row; then all are run, and the two snapshots tell the same.
 */
#include <criterion/criterion.h>
#include <libpq-fe.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/read/read.h"
#include "diff/lock_exact.h"
#include "prove/measure.h"
#include "tests/server.h"

/* ALTER COLUMN TYPE of a column that has an index, where its type can, and a check. */
static const char *const types[][2] = {
	{ "varchar(10)", "varchar(20)" },
	{ "varchar(10)", "varchar" },
	{ "varchar", "varchar(10)" },
	{ "varchar(10)", "text" },
	{ "text", "varchar" },
	{ "text", "varchar(10)" },
	{ "varchar(20)", "varchar(10)" },
	{ "char(5)", "char(9)" },
	{ "char(5)", "text" },
	{ "char(5)", "varchar(5)" },
	{ "text", "char(5)" },
	{ "text", "bpchar" },
	{ "bpchar", "text" },
	{ "numeric(8,2)", "numeric(10,2)" },
	{ "numeric(8,2)", "numeric(10,3)" },
	{ "numeric(8,2)", "numeric(8)" },
	{ "numeric(8)", "numeric(9)" },
	{ "numeric(8,2)", "numeric" },
	{ "numeric", "numeric(8,2)" },
	{ "varbit(3)", "varbit(5)" },
	{ "varbit(3)", "varbit" },
	{ "bit(3)", "varbit" },
	{ "bit(3)", "varbit(3)" },
	{ "bit(3)", "bit(4)" },
	{ "timestamp(3)", "timestamp(5)" },
	{ "timestamp(3)", "timestamp" },
	{ "timestamp", "timestamp(3)" },
	{ "timestamp", "timestamp(6)" },
	{ "timestamp", "timestamptz" },
	{ "timestamptz", "timestamp" },
	{ "timestamp(3)", "timestamptz" },
	{ "timestamp(3)", "timestamptz(3)" },
	{ "timestamptz(3)", "timestamptz" },
	{ "time(3)", "time" },
	{ "time", "time(3)" },
	{ "timetz(3)", "timetz(4)" },
	{ "time", "timetz" },
	{ "interval(3)", "interval" },
	{ "interval(3)", "interval(5)" },
	{ "interval", "interval(3)" },
	{ "cidr", "inet" },
	{ "inet", "cidr" },
	{ "int", "oid" },
	{ "oid", "int" },
	{ "int", "bigint" },
	{ "oid", "regclass" },
	{ "regclass", "oid" },
	{ "xml", "text" },
	{ "xml", "varchar" },
	{ "json", "jsonb" },
	{ "name", "text" },
	{ "date", "timestamp" },
	{ "varchar(5)[]", "varchar(9)[]" },
	{ "varchar(5)[]", "varchar[]" },
	{ "varchar[]", "text[]" },
	{ "numeric(8,2)[]", "numeric[]" },
	{ "text", "free" },
	{ "free", "text" },
	{ "varchar(5)", "free" },
	{ "free", "varchar" },
	{ "free", "varchar(5)" },
	{ "text", "checked" },
	{ "checked", "text" },
	{ "checked", "free" },
	{ "free", "checked" },
	{ "text", "above" },
	{ "above", "free" },
};

#define WIDEN "ALTER COLUMN a TYPE varchar(20)"
#define CHILD "CREATE TABLE @_child () INHERITS (@)"
#define SET_NOT_NULL "ALTER COLUMN a SET NOT NULL"
static const struct sample {
	const char *table, *more, *subcommand; /* the table's columns; statements after that; @: its name */
} samples[] = {
	/* what has to do with the column is looked at anew */
	{ "a varchar(10)", "CREATE INDEX ON @ (x) WHERE a IS NOT NULL", WIDEN },
	{ "a varchar(10)", "CREATE INDEX ON @ (lower(a))", WIDEN },
	{ "a varchar(10)", "CREATE INDEX ON @ (a) WHERE x > 0", WIDEN },
	{ "a varchar(10)", "CREATE INDEX ON @ (x) WHERE x > 0", WIDEN },
	{ "a varchar(10)", "CREATE INDEX ON @ (x) INCLUDE (a)", WIDEN },
	{ "a varchar(10)", "CREATE INDEX ON @ (a, abs(x))", WIDEN },
	{ "a varchar(10) UNIQUE", "", WIDEN },
	{ "a varchar(10), EXCLUDE (a WITH =)", "", WIDEN },
	{ "a varchar(10) DEFAULT 'k' PRIMARY KEY", "", WIDEN },
	{ "a varchar(10), CHECK (x > 0)", "", WIDEN },
	{ "a varchar(10), CHECK (a <> '')", "", WIDEN },
	{ "a varchar(10)", "ALTER TABLE @ ADD CHECK (a <> '') NOT VALID", WIDEN },
	{ "a varchar(10)", "CREATE STATISTICS @_s ON a, x FROM @", WIDEN },
	{ "a varchar(10) UNIQUE", "", WIDEN " COLLATE \"C\"" },
	{ "a varchar(10)", "CREATE INDEX ON @ (x)", WIDEN " COLLATE \"C\"" },
	{ "a timestamp UNIQUE", "", "ALTER COLUMN a TYPE timestamptz" },
	{ "a timestamp", "CREATE INDEX ON @ (x)", "ALTER COLUMN a TYPE timestamptz" },
	{ "a varchar(10)", "", WIDEN " USING a || ''" },
	{ "a varchar(10) REFERENCES target (k)", "", WIDEN },
	{ "a varchar(10), b varchar(10) REFERENCES target (k)", "", WIDEN },
	{ "a varchar(10) UNIQUE, b varchar(10) REFERENCES @ (a)", "", WIDEN },
	{ "a varchar(10) UNIQUE", "CREATE TABLE @_c (b varchar(10) REFERENCES @ (a))", WIDEN },
	{ "a varchar(10), CONSTRAINT @_f FOREIGN KEY (a) REFERENCES target (k)", "", "DROP CONSTRAINT @_f" },
	{ "a varchar(10), CONSTRAINT @_f UNIQUE (a)", "", "DROP CONSTRAINT @_f" },
	{ "a int UNIQUE, b int", "", "ADD CONSTRAINT @_f FOREIGN KEY (b) REFERENCES @ (a)" },
	{ "a int", "ALTER TABLE @ ADD CONSTRAINT @_k CHECK (x > 0) NOT VALID", "VALIDATE CONSTRAINT @_k" },
	/* what inherits from the table */
	{ "a int", CHILD, "ADD COLUMN n int" },
	{ "a int", CHILD, "DROP COLUMN a" },
	{ "a varchar(10)", CHILD, WIDEN },
	{ "a int", CHILD, "ALTER COLUMN a SET DEFAULT 3" },
	{ "a int", CHILD, "ALTER COLUMN a SET (n_distinct = 5)" },
	{ "a int", CHILD, "ADD CONSTRAINT @_k CHECK (a > 0) NO INHERIT" },
	{ "a int", CHILD, "ADD CONSTRAINT @_k CHECK (a > 0)" },
	{ "a int, CONSTRAINT @_k CHECK (a > 0) NO INHERIT", CHILD, "DROP CONSTRAINT @_k" },
	{ "a int, CONSTRAINT @_k CHECK (a > 0)", CHILD, "DROP CONSTRAINT @_k" },
	{ "a int, CONSTRAINT @_k UNIQUE (a)", CHILD, "DROP CONSTRAINT @_k" },
	{ "a int", CHILD, "SET (fillfactor = 70)" },
	/* what the rows that are there get */
	{ "a int", "", "ADD COLUMN n int DEFAULT 7" },
	{ "a int", "", "ADD COLUMN n int NOT NULL DEFAULT 7" },
	{ "a int", "", "ADD COLUMN n float DEFAULT random()" },
	{ "a int", "", "ADD COLUMN n float DEFAULT (2 * random())" },
	{ "a int", "", "ADD COLUMN n timestamptz DEFAULT now()" },
	{ "a int", "", "ADD COLUMN n timestamptz DEFAULT (now() + '1 day')" },
	{ "a int", "", "ADD COLUMN n timestamptz DEFAULT clock_timestamp()" },
	{ "a int", "", "ADD COLUMN n date DEFAULT CURRENT_DATE" },
	{ "a int", "", "ADD COLUMN n uuid DEFAULT gen_random_uuid()" },
	{ "a int", "", "ADD COLUMN n int DEFAULT nextval('numbers')" },
	{ "a int", "", "ADD COLUMN n int DEFAULT is_stable()" },
	{ "a int", "", "ADD COLUMN n int DEFAULT is_volatile()" },
	{ "a int", "", "ADD COLUMN n text DEFAULT 'random()'" },
	{ "a int", "", "ADD COLUMN n text DEFAULT upper('a' || COALESCE(NULL, 'b'))" },
	{ "a int", "", "ADD COLUMN n free" },
	{ "a int", "", "ADD COLUMN n checked" },
	{ "a int", "", "ADD COLUMN n checked DEFAULT 'x'" },
	{ "a int", "", "ADD COLUMN n above" },
	{ "a int", "", "ADD COLUMN n given" },
	{ "a int", "", "ADD COLUMN n information_schema.cardinal_number" },
	{ "a int", "", "ADD COLUMN n information_schema.sql_identifier" },
	{ "a int", "", "ADD COLUMN n given DEFAULT 3" },
	/* what is known already */
	{ "a int DEFAULT 1, CHECK (a IS NOT NULL)", "", SET_NOT_NULL },
	{ "a int DEFAULT 1, CHECK ((a IS NOT NULL) AND x > 0)", "", SET_NOT_NULL },
	{ "a int DEFAULT 1, CHECK (x > 0 AND (a IS NOT NULL AND x < 9))", "", SET_NOT_NULL },
	{ "a int DEFAULT 1, CHECK (a IS NOT NULL OR x > 0)", "", SET_NOT_NULL },
	{ "a int DEFAULT 1, CHECK ((a IS NOT NULL OR x > 0) AND x > 0)", "", SET_NOT_NULL },
	{ "a int DEFAULT 1, CHECK (NOT (a IS NULL))", "", SET_NOT_NULL },
	{ "a int DEFAULT 1, CHECK (x IS NOT NULL)", "", SET_NOT_NULL },
	{ "a int DEFAULT 1, CHECK (a > 0)", "", SET_NOT_NULL },
	{ "a int DEFAULT 1", "ALTER TABLE @ ADD CHECK (a IS NOT NULL) NOT VALID", SET_NOT_NULL },
	{ "a int DEFAULT 1", "", "ADD CONSTRAINT @_k PRIMARY KEY (a)" },
	{ "a int DEFAULT 1 NOT NULL", "", "ADD CONSTRAINT @_k PRIMARY KEY (a)" },
	{ "a int DEFAULT 1 NOT NULL", "", "ADD CONSTRAINT @_k PRIMARY KEY (a, x)" },
	{ "a int DEFAULT 1, CHECK (a IS NOT NULL)", "", "ADD CONSTRAINT @_k PRIMARY KEY (a)" },
};

static const char prelude[] =
	"CREATE DOMAIN free AS text; CREATE DOMAIN checked AS text CHECK (VALUE <> ''); CREATE DOMAIN above AS checked; CREATE DOMAIN "
	"given AS float DEFAULT random(); CREATE SEQUENCE numbers;"
	" CREATE TABLE target (k varchar(10) PRIMARY KEY); CREATE FUNCTION is_stable() RETURNS integer LANGUAGE plpgsql STABLE AS 'BEGIN RETURN 1; END'; CREATE FUNCTION is_volatile() "
	"RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';";

enum { TYPES = G_N_ELEMENTS(types), SAMPLES = G_N_ELEMENTS(samples), ALL = TYPES + SAMPLES };

/* Each @ as the name of the sample's table. */
static char *fill_in(const char *text, int number)
{
	g_autofree char *name = g_strdup_printf("e%d", number);
	g_auto(GStrv) parts = g_strsplit(text, "@", -1);

	return g_strjoinv(name, parts);
}

static char *setup_of(int number)
{
	const struct sample *sample = number < TYPES ? NULL : &samples[number - TYPES];
	g_autofree char *text =
		sample ? g_strdup_printf("CREATE TABLE @ (%s, x int DEFAULT 1); %s; INSERT INTO @ DEFAULT VALUES;", sample->table,
				 sample->more)
		       : g_strdup_printf("CREATE TABLE @ (a %s, x int, CHECK (a IS NULL OR x > 0)); INSERT INTO @ (x) VALUES (1);"
					 " DO $$BEGIN CREATE INDEX ON @ (a); EXCEPTION WHEN undefined_object THEN END$$;",
				 types[number][0]);

	return fill_in(text, number);
}

static char *statement_of(int number)
{
	g_autofree char *text = number < TYPES ? g_strdup_printf("ALTER TABLE @ ALTER COLUMN a TYPE %s", types[number][1])
					       : g_strdup_printf("ALTER TABLE @ %s", samples[number - TYPES].subcommand);

	return fill_in(text, number);
}

static void run(PGconn *connection, const char *sql)
{
	PGresult *result = PQexec(connection, sql);

	cr_assert(PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK, "%s: %s", sql,
		PQerrorMessage(connection));
	PQclear(result);
}

static struct lock_hazard measure_one(PGconn *connection, int number)
{
	g_autofree char *sql = statement_of(number), *name = g_strdup_printf("public.e%d", number);
	g_autoptr(GError) error = NULL;
	GPtrArray *measured = measure(connection, NULL, sql, &error);
	struct lock_hazard hazard = { 0 };

	cr_assert(measured, "%s: %s", sql, error ? error->message : "");
	for (guint i = 0; i < measured->len; i++) {
		const struct measured *one = measured->pdata[i];
		bool own = strcmp(one->relation, name) == 0;
		const char **lock = own ? &hazard.lock : &hazard.other;
		if (one->table && lock_strength(one->lock) > lock_strength(*lock))
			*lock = one->lock;
		hazard.work |= own ? one->work : 0;
	}
	g_ptr_array_unref(measured);
	if (hazard.work & LOCK_REWRITES)
		hazard.work = LOCK_REWRITES;
	return hazard;
}

static struct snapshot *read_snapshot(struct pool *pool)
{
	PGconn *connection = PQconnectdb("dbname=exact");
	struct snapshot *snapshot = snapshot_new(pool);
	g_autoptr(GPtrArray) unsupported = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;

	cr_assert(catalog_read(connection, snapshot, unsupported, NULL, NULL, &error), "%s", error ? error->message : "");
	PQfinish(connection);
	return snapshot;
}

static void expect_told(const struct snapshot *have, const struct snapshot *want, const struct depend *needs, int number,
	const struct lock_hazard *did)
{
	g_autofree char *sql = statement_of(number), *setup = setup_of(number), *name = g_strdup_printf("e%d", number);
	g_autoptr(GPtrArray) matches = lock_matches_of(sql, snapshot_version(have));
	const struct lock_table table = { have, want, snapshot_relation(have, "public", name),
		snapshot_relation(want, "public", name), needs };

	cr_assert_eq(matches->len, 1, "%s", sql);
	struct lock_hazard told = lock_exact(matches->pdata[0], &table);
	cr_expect(told.work == did->work && g_strcmp0(told.lock, did->lock) == 0 && g_strcmp0(told.other, did->other) == 0,
		"%s %s: told %s, on others %s, work %u; the server did %s, on others %s, work %u", setup, sql, told.lock,
		told.other, told.work, did->lock, did->other, did->work);
}

Test(exact, is_what_the_server_does)
{
	struct pool *pool = pool_new();
	g_autoptr(GString) setup = g_string_new(prelude);
	struct lock_hazard hazards[ALL];
	g_autoptr(GError) error = NULL;

	for (int i = 0; i < ALL; i++) {
		g_autofree char *one = setup_of(i);
		g_string_append(setup, one);
	}
	cr_assert(server_create_database("exact", &error) && server_run("exact", setup->str, &error), "%s",
		error ? error->message : "");
	PGconn *connection = PQconnectdb("dbname=exact");
	run(connection, "SET TimeZone = 'UTC'");
	struct snapshot *have = read_snapshot(pool);
	for (int i = 0; i < ALL; i++)
		hazards[i] = measure_one(connection, i);
	for (int i = 0; i < ALL; i++) {
		g_autofree char *sql = statement_of(i);
		run(connection, sql);
	}
	struct snapshot *want = read_snapshot(pool);
	struct depend *needs = depend_new(have);
	for (int i = 0; i < ALL; i++)
		expect_told(have, want, needs, i, &hazards[i]);
	depend_free(needs);
	snapshot_free(have);
	snapshot_free(want);
	pool_free(pool);
	PQfinish(connection);
	server_drop_database("exact", NULL);
}

/* Functions that a default can call: the server knows best. */
Test(exact, knows_what_is_volatile)
{
	PGconn *connection = PQconnectdb("dbname=postgres");
	/* of those for databases, tables and large objects nobody makes a default; 13 calls timezone() of a timetz volatile */
	PGresult *result = PQexec(connection,
		"SELECT proname, bool_or(provolatile = 'v') FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND oid < 13000 "
		"AND prokind = 'f' AND proname !~ '^(pg_|lo|binary_upgrade_|ts_stat|amvalidate|brin_|gin_|currtid|query_to_|table_to_|"
		"schema_to_|database_to_|cursor_to_|timezone$)' AND prorettype NOT IN (SELECT oid FROM pg_type WHERE typtype = 'p' AND typname !~ "
		"'^any') AND 'internal'::regtype <> ALL (proargtypes) GROUP BY 1");

	cr_assert_gt(PQntuples(result), 1000, "%s", PQerrorMessage(connection));
	for (int i = 0; i < PQntuples(result); i++)
		cr_expect_eq(lock_is_volatile(PQgetvalue(result, i, 0)), *PQgetvalue(result, i, 1) == 't', "%s is %s",
			PQgetvalue(result, i, 0), PQgetvalue(result, i, 1));
	PQclear(result);
	PQfinish(connection);
}
