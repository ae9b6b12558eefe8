/*
 * The table of locks, diff/lock_rows.h, is what the server does: each row's sample is run on tables with rows, and the server tells
 * which locks it took, what it rewrote, read through and built. tests/prove/lock_rows makes the table of what this program finds on
 * each version: it appends lines to the file of PGCANON_WRITE then.
 */
#include <criterion/criterion.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff/lock.h"
#include "prove/measure.h"
#include "tests/server.h"

static const char schema[] =
	"CREATE SCHEMA elsewhere; CREATE TABLE u (id integer PRIMARY KEY, k integer UNIQUE);"
	" CREATE TABLE t (id integer PRIMARY KEY, a integer, b text, i integer GENERATED ALWAYS AS IDENTITY, u integer REFERENCES "
	"u, s integer GENERATED ALWAYS AS (1) STORED,"
	" CONSTRAINT c CHECK (a > 0), CONSTRAINT nv CHECK (a > -1) NOT VALID);"
	" CREATE INDEX t_a ON t (a); CREATE UNIQUE INDEX t_b ON t (b); CREATE UNIQUE INDEX t_i ON t (i); CREATE SEQUENCE q; "
	"CREATE VIEW v AS SELECT id FROM t;"
	" CREATE MATERIALIZED VIEW m AS SELECT id FROM t; CREATE UNIQUE INDEX m_id ON m (id);"
	" CREATE TABLE p (id integer, d integer) PARTITION BY RANGE (d); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO "
	"(10);"
	" CREATE TABLE p2 (id integer, d integer); CREATE INDEX p_id ON ONLY p (id); CREATE INDEX p1_id ON p1 (id);"
	" CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE ft (id integer) SERVER far;"
	" CREATE TABLE h (id integer); CREATE TABLE h1 () INHERITS (h); CREATE TABLE h2 (id integer);"
	" CREATE DOMAIN dom AS integer; CREATE TABLE x (d dom); CREATE TYPE person AS (name text); CREATE TABLE people OF person; "
	"CREATE TABLE named (name text);"
	" CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER g BEFORE INSERT ON t "
	"FOR EACH ROW EXECUTE FUNCTION f();"
	" CREATE RULE r AS ON UPDATE TO h2 DO ALSO SELECT 1; CREATE POLICY y ON t; CREATE STATISTICS st ON a, b FROM t; CREATE "
	"PUBLICATION pub FOR TABLE h2;"
	" ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES u NOT VALID; CREATE TABLE z (id integer); CREATE UNLOGGED "
	"TABLE ul (id integer);"
	" INSERT INTO u SELECT n, n FROM generate_series(1, 9) n; INSERT INTO t (id, a, b, u) SELECT n, n, n, n FROM "
	"generate_series(1, 9) n;"
	" INSERT INTO p SELECT n, n FROM generate_series(1, 9) n; INSERT INTO p2 VALUES (1, 15); INSERT INTO x VALUES (1); INSERT "
	"INTO h VALUES (1); INSERT INTO ul VALUES (1);"
	" CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler; ALTER DOMAIN dom ADD CONSTRAINT dnv CHECK (VALUE > "
	"-9) NOT VALID;"
	" INSERT INTO z VALUES (1); INSERT INTO people VALUES ('a')";

/* Whatever can have children has one, that inherits from it... */
static const char heirs[] =
	"DO $$ DECLARE one text; BEGIN FOR one IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = "
	"'public'::regnamespace AND NOT relispartition AND reloftype = 0"
	" LOOP EXECUTE format('CREATE TABLE child_of_%s () INHERITS (%I)', one, one); END LOOP; END $$;"
	" ALTER TABLE t DROP CONSTRAINT nv; ALTER TABLE t ADD CONSTRAINT nv CHECK (a > -1) NOT VALID";

/* ... or is a partition. */
static const char partitions[] =
	"CREATE SCHEMA elsewhere; CREATE TABLE u (id integer PRIMARY KEY, k integer UNIQUE);"
	" CREATE TABLE t (id integer PRIMARY KEY, a integer, b text, u integer REFERENCES u, s integer GENERATED ALWAYS AS (1) STORED,"
	" CONSTRAINT c CHECK (a > 0), CONSTRAINT nv CHECK (a > -1)) PARTITION BY RANGE (id); CREATE TABLE child_of_t PARTITION OF t "
	"DEFAULT; CREATE INDEX t_a ON t (a); ALTER TABLE t DROP CONSTRAINT nv, ADD CONSTRAINT nv CHECK (a > -1) NOT VALID;"
	" CREATE TABLE p (id integer, d integer) PARTITION BY RANGE (d); CREATE TABLE child_of_p PARTITION OF p FOR VALUES FROM (0) TO "
	"(10); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (50) TO (60); CREATE TABLE p2 (id integer, d integer);"
	" CREATE TABLE h2 (id integer) PARTITION BY RANGE (id); CREATE TABLE child_of_h2 PARTITION OF h2 DEFAULT;"
	" CREATE TABLE z (id integer) PARTITION BY RANGE (id); CREATE TABLE child_of_z PARTITION OF z DEFAULT;"
	" CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER g AFTER INSERT ON t "
	"FOR EACH ROW EXECUTE FUNCTION f(); CREATE RULE r AS ON UPDATE TO h2 DO ALSO SELECT 1; CREATE POLICY y ON t;"
	" CREATE STATISTICS st ON a, b FROM t; CREATE PUBLICATION pub FOR TABLE h2; ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES u;"
	" CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler";

/* In the order of the table: a pattern that is more special stands before one that is less so. */
static const struct sample {
	const char *pattern, *sql, *target; /* target: the relation that it is about; NULL: t */
	int since;			    /* the first version that has it; negative: that can be asked, though others have it */
	const char *of_parent;		    /* the same of what has children, where it is another; NULL: it is not */
} samples[] = {
#define ALTER(rest) "ALTER TABLE @ " rest
	{ ALTER("ADD COLUMN @ ... AS IDENTITY"), "ALTER TABLE t ADD COLUMN n integer GENERATED BY DEFAULT AS IDENTITY",
		.of_parent = "ALTER TABLE z ADD COLUMN n integer GENERATED BY DEFAULT AS IDENTITY" },
	{ ALTER("ADD COLUMN @ ... STORED"), "ALTER TABLE t ADD COLUMN n integer GENERATED ALWAYS AS (a + 1) STORED" },
	{ ALTER("ADD COLUMN @ ... CHECK"), "ALTER TABLE t ADD COLUMN n integer CHECK (n > 1)" },
	{ ALTER("ADD COLUMN @ ... DEFAULT now ("), "ALTER TABLE t ADD COLUMN n timestamptz DEFAULT now()" },
	{ ALTER("ADD COLUMN @ ... DEFAULT @ ("), "ALTER TABLE t ADD COLUMN n double precision DEFAULT random()" },
	{ ALTER("ADD COLUMN @"), "ALTER TABLE t ADD COLUMN n integer NOT NULL DEFAULT 7" },
	{ ALTER("DROP COLUMN @"), "ALTER TABLE t DROP COLUMN b" },
	{ ALTER("ALTER COLUMN @ TYPE"), "ALTER TABLE t ALTER COLUMN a TYPE bigint" },
	{ ALTER("ALTER COLUMN @ SET NOT NULL"), "ALTER TABLE t ALTER COLUMN a SET NOT NULL" },
	{ ALTER("ALTER COLUMN @ DROP NOT NULL"), "ALTER TABLE t ALTER COLUMN a DROP NOT NULL" },
	{ ALTER("ALTER COLUMN @ SET DEFAULT"), "ALTER TABLE t ALTER COLUMN a SET DEFAULT random()" },
	{ ALTER("ALTER COLUMN @ DROP DEFAULT"), "ALTER TABLE t ALTER COLUMN a DROP DEFAULT" },
	{ ALTER("ALTER COLUMN @ SET STATISTICS"), "ALTER TABLE t ALTER COLUMN a SET STATISTICS 100" },
	{ ALTER("ALTER COLUMN @ SET STORAGE"), "ALTER TABLE t ALTER COLUMN b SET STORAGE EXTERNAL" },
	{ ALTER("ALTER COLUMN @ SET COMPRESSION"), "ALTER TABLE t ALTER COLUMN b SET COMPRESSION pglz", NULL, 14 },
	{ ALTER("ALTER COLUMN @ SET EXPRESSION"), "ALTER TABLE t ALTER COLUMN s SET EXPRESSION AS (2)", NULL, 17 },
	{ ALTER("ALTER COLUMN @ DROP EXPRESSION"), "ALTER TABLE t ALTER COLUMN s DROP EXPRESSION" },
	{ ALTER("ALTER COLUMN @ SET GENERATED"), "ALTER TABLE t ALTER COLUMN i SET GENERATED BY DEFAULT" },
	{ ALTER("ALTER COLUMN @ DROP IDENTITY"), "ALTER TABLE t ALTER COLUMN i DROP IDENTITY" },
	{ ALTER("ALTER COLUMN @ ADD GENERATED"), "ALTER TABLE t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY" },
	{ ALTER("ALTER COLUMN @ SET ("), "ALTER TABLE t ALTER COLUMN a SET (n_distinct = 5)" },
	{ ALTER("ALTER COLUMN @ RESET ("), "ALTER TABLE t ALTER COLUMN a RESET (n_distinct)" },
	{ ALTER("ADD CONSTRAINT @ CHECK ... NOT VALID"), "ALTER TABLE t ADD CONSTRAINT n CHECK (a > -2) NOT VALID" },
	{ ALTER("ADD CONSTRAINT @ CHECK"), "ALTER TABLE t ADD CONSTRAINT n CHECK (a > -2)" },
	{ ALTER("ADD CONSTRAINT @ NOT NULL ... NOT VALID"), "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID", NULL, 18 },
	{ ALTER("ADD CONSTRAINT @ NOT NULL"), "ALTER TABLE t ADD CONSTRAINT n NOT NULL a", NULL, 18 },
	{ ALTER("ADD CONSTRAINT @ FOREIGN KEY ... NOT VALID"),
		"ALTER TABLE t ADD CONSTRAINT n FOREIGN KEY (id) REFERENCES u NOT VALID" },
	{ ALTER("ADD CONSTRAINT @ FOREIGN KEY"), "ALTER TABLE t ADD CONSTRAINT n FOREIGN KEY (id) REFERENCES u" },
	{ ALTER("ADD CONSTRAINT @ PRIMARY KEY USING INDEX"),
		"ALTER TABLE t DROP CONSTRAINT t_pkey, ADD CONSTRAINT n PRIMARY KEY USING INDEX t_i" },
	{ ALTER("ADD CONSTRAINT @ UNIQUE USING INDEX"), "ALTER TABLE t ADD CONSTRAINT n UNIQUE USING INDEX t_b" },
	{ ALTER("ADD CONSTRAINT @ PRIMARY KEY"), "ALTER TABLE z ADD CONSTRAINT n PRIMARY KEY (id)", "z" },
	{ ALTER("ADD CONSTRAINT @ UNIQUE"), "ALTER TABLE t ADD CONSTRAINT n UNIQUE (a)",
		.of_parent = "ALTER TABLE t ADD CONSTRAINT n UNIQUE (id, a)" },
	{ ALTER("ADD CONSTRAINT @ EXCLUDE"), "ALTER TABLE t ADD CONSTRAINT n EXCLUDE (a WITH =)",
		.of_parent = "ALTER TABLE t ADD CONSTRAINT n EXCLUDE (id WITH =)" },
	{ ALTER("VALIDATE CONSTRAINT @"), "ALTER TABLE t VALIDATE CONSTRAINT fk",
		.of_parent = "ALTER TABLE t VALIDATE CONSTRAINT nv" },
	{ ALTER("DROP CONSTRAINT @"), "ALTER TABLE t DROP CONSTRAINT fk", .of_parent = "ALTER TABLE t DROP CONSTRAINT c" },
	{ ALTER("ALTER CONSTRAINT @"), "ALTER TABLE t ALTER CONSTRAINT fk DEFERRABLE" },
	{ ALTER("RENAME COLUMN @"), "ALTER TABLE t RENAME COLUMN a TO n" },
	{ ALTER("RENAME CONSTRAINT @"), "ALTER TABLE t RENAME CONSTRAINT c TO n" },
	{ ALTER("RENAME TO"), "ALTER TABLE t RENAME TO n" },
	{ ALTER("SET SCHEMA"), "ALTER TABLE t SET SCHEMA elsewhere" },
	{ ALTER("OWNER TO"), "ALTER TABLE t OWNER TO pg_monitor" },
	{ ALTER("REPLICA IDENTITY"), "ALTER TABLE t REPLICA IDENTITY FULL" },
	{ ALTER("CLUSTER ON"), "ALTER TABLE t CLUSTER ON t_a" },
	{ ALTER("SET WITHOUT CLUSTER"), "ALTER TABLE t SET WITHOUT CLUSTER" },
	{ ALTER("SET LOGGED"), "ALTER TABLE ul SET LOGGED", "ul" },
	{ ALTER("SET UNLOGGED"), "ALTER TABLE z SET UNLOGGED", "z" },
	{ ALTER("SET ACCESS METHOD"), "ALTER TABLE t SET ACCESS METHOD heap2", NULL, 15 },
	{ ALTER("SET TABLESPACE"), "ALTER TABLE t SET TABLESPACE spare", NULL, -15 },
	{ ALTER("SET ("), "ALTER TABLE t SET (fillfactor = 70)" },
	{ ALTER("RESET ("), "ALTER TABLE t RESET (fillfactor)" },
	{ ALTER("ENABLE ROW LEVEL SECURITY"), "ALTER TABLE t ENABLE ROW LEVEL SECURITY" },
	{ ALTER("DISABLE ROW LEVEL SECURITY"), "ALTER TABLE t DISABLE ROW LEVEL SECURITY" },
	{ ALTER("FORCE ROW LEVEL SECURITY"), "ALTER TABLE t FORCE ROW LEVEL SECURITY" },
	{ ALTER("NO FORCE ROW LEVEL SECURITY"), "ALTER TABLE t NO FORCE ROW LEVEL SECURITY" },
	{ ALTER("ENABLE ALWAYS TRIGGER @"), "ALTER TABLE t ENABLE ALWAYS TRIGGER g" },
	{ ALTER("ENABLE REPLICA TRIGGER @"), "ALTER TABLE t ENABLE REPLICA TRIGGER g" },
	{ ALTER("ENABLE TRIGGER @"), "ALTER TABLE t ENABLE TRIGGER g" },
	{ ALTER("DISABLE TRIGGER @"), "ALTER TABLE t DISABLE TRIGGER g" },
	{ ALTER("ENABLE ALWAYS RULE @"), "ALTER TABLE h2 ENABLE ALWAYS RULE r", "h2" },
	{ ALTER("ENABLE REPLICA RULE @"), "ALTER TABLE h2 ENABLE REPLICA RULE r", "h2" },
	{ ALTER("ENABLE RULE @"), "ALTER TABLE h2 ENABLE RULE r", "h2" },
	{ ALTER("DISABLE RULE @"), "ALTER TABLE h2 DISABLE RULE r", "h2" },
	{ ALTER("INHERIT @"), "ALTER TABLE h2 INHERIT h", "h2" },
	{ ALTER("NO INHERIT @"), "ALTER TABLE h1 NO INHERIT h", "h1" },
	{ ALTER("OF @"), "ALTER TABLE named OF person", "named" },
	{ ALTER("NOT OF"), "ALTER TABLE people NOT OF", "people" },
	{ ALTER("ATTACH PARTITION @"), "ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (10) TO (20)", "p" },
	{ ALTER("DETACH PARTITION @"), "ALTER TABLE p DETACH PARTITION p1", "p" },
#undef ALTER
	{ "CREATE TABLE @ PARTITION OF @", "CREATE TABLE n PARTITION OF p FOR VALUES FROM (30) TO (40)", "p" },
	{ "CREATE TABLE @ ... INHERITS", "CREATE TABLE n (id integer) INHERITS (h)", "h" },
	{ "DROP TABLE @", "DROP TABLE t CASCADE" },
	{ "CREATE FOREIGN TABLE @ PARTITION OF @", "CREATE FOREIGN TABLE n PARTITION OF p FOR VALUES FROM (30) TO (40) SERVER far",
		"p" },
	{ "CREATE FOREIGN TABLE @ ... INHERITS", "CREATE FOREIGN TABLE n (id integer) INHERITS (h) SERVER far", "h" },
	{ "ALTER FOREIGN TABLE @", "ALTER FOREIGN TABLE ft OPTIONS (ADD a 'b')", "ft" },
	{ "DROP FOREIGN TABLE @", "DROP FOREIGN TABLE ft", "ft" },
	{ "TRUNCATE TABLE @", "TRUNCATE TABLE z", "z" },
	{ "TRUNCATE @", "TRUNCATE z", "z" },
	{ "CREATE UNIQUE INDEX @ ON @", "CREATE UNIQUE INDEX n ON t (a)", .of_parent = "CREATE UNIQUE INDEX n ON t (id, a)" },
	{ "CREATE INDEX @ ON @", "CREATE INDEX n ON t (a)" },
	{ "DROP INDEX @", "DROP INDEX t_a" },
	{ "ALTER INDEX @ ATTACH PARTITION @", "ALTER INDEX p_id ATTACH PARTITION p1_id", "p1_id" },
	{ "ALTER INDEX @ RENAME TO", "ALTER INDEX t_a RENAME TO n", "t_a" },
	{ "ALTER INDEX @", "ALTER INDEX t_a SET (fillfactor = 70)", "t_a" },
	{ "CREATE CONSTRAINT TRIGGER @", "CREATE CONSTRAINT TRIGGER n AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()" },
	{ "CREATE TRIGGER @", "CREATE TRIGGER n BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()" },
	{ "ALTER TRIGGER @ ON @ DEPENDS ON", "ALTER TRIGGER g ON t DEPENDS ON EXTENSION pg_stat_statements" },
	{ "ALTER TRIGGER @", "ALTER TRIGGER g ON t RENAME TO n" },
	{ "DROP TRIGGER @", "DROP TRIGGER g ON t" },
	{ "CREATE POLICY @", "CREATE POLICY n ON t" },
	{ "ALTER POLICY @", "ALTER POLICY y ON t USING (true)" },
	{ "DROP POLICY @", "DROP POLICY y ON t" },
	{ "CREATE RULE @", "CREATE RULE n AS ON DELETE TO t DO ALSO SELECT 1" },
	{ "CREATE OR REPLACE RULE @", "CREATE OR REPLACE RULE r AS ON UPDATE TO h2 DO ALSO SELECT 2", "h2" },
	{ "DROP RULE @", "DROP RULE r ON h2", "h2" },
	{ "COMMENT ON TABLE @", "COMMENT ON TABLE t IS 'n'" },
	{ "COMMENT ON COLUMN @", "COMMENT ON COLUMN t.a IS 'n'" },
	{ "COMMENT ON CONSTRAINT @", "COMMENT ON CONSTRAINT c ON t IS 'n'" },
	{ "COMMENT ON TRIGGER @", "COMMENT ON TRIGGER g ON t IS 'n'" },
	{ "COMMENT ON INDEX @", "COMMENT ON INDEX t_a IS 'n'", "t_a" },
	{ "COMMENT ON VIEW @", "COMMENT ON VIEW v IS 'n'", "v" },
	{ "COMMENT ON MATERIALIZED VIEW @", "COMMENT ON MATERIALIZED VIEW m IS 'n'", "m" },
	{ "COMMENT ON SEQUENCE @", "COMMENT ON SEQUENCE q IS 'n'", "q" },
	{ "COMMENT ON FOREIGN TABLE @", "COMMENT ON FOREIGN TABLE ft IS 'n'", "ft" },
	{ "CREATE STATISTICS @", "CREATE STATISTICS n ON id, a FROM t" },
	{ "DROP STATISTICS @", "DROP STATISTICS st" },
	{ "CREATE OR REPLACE VIEW @", "CREATE OR REPLACE VIEW v AS SELECT id, a FROM t", "v" },
	{ "ALTER VIEW @", "ALTER VIEW v SET (security_barrier)", "v" },
	{ "DROP VIEW @", "DROP VIEW v", "v" },
	{ "REFRESH MATERIALIZED VIEW CONCURRENTLY @", "REFRESH MATERIALIZED VIEW CONCURRENTLY m", "m" },
	{ "REFRESH MATERIALIZED VIEW @", "REFRESH MATERIALIZED VIEW m", "m" },
	{ "ALTER MATERIALIZED VIEW @ ALTER COLUMN @ SET STATISTICS", "ALTER MATERIALIZED VIEW m ALTER COLUMN id SET STATISTICS 9",
		"m" },
	{ "ALTER MATERIALIZED VIEW @ CLUSTER ON", "ALTER MATERIALIZED VIEW m CLUSTER ON m_id", "m" },
	{ "ALTER MATERIALIZED VIEW @ SET WITHOUT CLUSTER", "ALTER MATERIALIZED VIEW m SET WITHOUT CLUSTER", "m" },
	{ "ALTER MATERIALIZED VIEW @ SET (", "ALTER MATERIALIZED VIEW m SET (fillfactor = 50)", "m" },
	{ "ALTER MATERIALIZED VIEW @ RESET (", "ALTER MATERIALIZED VIEW m RESET (fillfactor)", "m" },
	{ "ALTER MATERIALIZED VIEW @", "ALTER MATERIALIZED VIEW m OWNER TO pg_monitor", "m" },
	{ "DROP MATERIALIZED VIEW @", "DROP MATERIALIZED VIEW m", "m" },
	{ "ALTER SEQUENCE @ SET LOGGED", "ALTER SEQUENCE ql SET LOGGED", "ql", 15 },
	{ "ALTER SEQUENCE @ SET UNLOGGED", "ALTER SEQUENCE q SET UNLOGGED", "q", 15 },
	{ "ALTER SEQUENCE @ RENAME TO", "ALTER SEQUENCE q RENAME TO n", "q" },
	{ "ALTER SEQUENCE @ SET SCHEMA", "ALTER SEQUENCE q SET SCHEMA elsewhere", "q" },
	{ "ALTER SEQUENCE @ OWNER TO", "ALTER SEQUENCE q OWNER TO pg_monitor", "q" },
	{ "ALTER SEQUENCE @", "ALTER SEQUENCE q INCREMENT 5", "q" },
	{ "DROP SEQUENCE @", "DROP SEQUENCE q", "q" },
	{ "ALTER DOMAIN @ ADD CONSTRAINT @ ... NOT VALID", "ALTER DOMAIN dom ADD CONSTRAINT n CHECK (VALUE > 0) NOT VALID", "x" },
	{ "ALTER DOMAIN @ ADD", "ALTER DOMAIN dom ADD CONSTRAINT n CHECK (VALUE > 0)", "x" },
	{ "ALTER DOMAIN @ SET NOT NULL", "ALTER DOMAIN dom SET NOT NULL", "x" },
	{ "ALTER DOMAIN @ VALIDATE CONSTRAINT @", "ALTER DOMAIN dom VALIDATE CONSTRAINT dnv", "x" },
	{ "ALTER DOMAIN @", "ALTER DOMAIN dom DROP NOT NULL", "x" },
	{ "DROP EXTENSION @", "DROP EXTENSION pg_stat_statements", "pg_stat_statements" },
	{ "ALTER EXTENSION @ UPDATE", "ALTER EXTENSION pg_stat_statements UPDATE", "pg_stat_statements" },
	{ "ALTER TYPE @ ADD ATTRIBUTE @ ... CASCADE", "ALTER TYPE person ADD ATTRIBUTE n integer CASCADE", "people" },
	{ "ALTER TYPE @ ALTER ATTRIBUTE @ TYPE ... CASCADE", "ALTER TYPE person ALTER ATTRIBUTE name TYPE varchar(9) CASCADE",
		"people" },
	{ "ALTER TYPE @ RENAME ATTRIBUTE @ TO @ CASCADE", "ALTER TYPE person RENAME ATTRIBUTE name TO n CASCADE", "people" },
	{ "ALTER TYPE @ DROP ATTRIBUTE @ CASCADE", "ALTER TYPE person DROP ATTRIBUTE name CASCADE", "people" },
	{ "CREATE PUBLICATION @ FOR TABLE @", "CREATE PUBLICATION n FOR TABLE t" },
	{ "ALTER PUBLICATION @ ADD TABLE @", "ALTER PUBLICATION pub ADD TABLE t" },
	{ "ALTER PUBLICATION @ DROP TABLE @", "ALTER PUBLICATION pub DROP TABLE h2", "h2" },
	{ "WITH @ AS", "WITH moved AS (DELETE FROM ul RETURNING id) INSERT INTO z (id) SELECT id FROM moved", "z" },
	{ "INSERT INTO @", "INSERT INTO z VALUES (2)", "z" },
	{ "UPDATE @", "UPDATE z SET id = 2", "z" },
	{ "ANALYZE @", "ANALYZE z", "z" },
	{ "DELETE FROM @", "DELETE FROM z", "z" },
	{ NULL },
};

struct found {
	const char *lock, *other;
	unsigned work, children;
};

static struct found summed(const GPtrArray *measured, const char *target)
{
	struct found found = { 0 };
	g_autofree char *name = g_strconcat("public.", target, NULL);

	for (guint i = 0; i < measured->len; i++) {
		const struct measured *one = measured->pdata[i];
		if (strcmp(one->relation, name) != 0 && !one->table)
			continue;
		const char **lock = strcmp(one->relation, name) == 0 ? &found.lock : &found.other;
		if (lock_strength(one->lock) > lock_strength(*lock))
			*lock = one->lock;
		found.work |= one->work;
	}
	/* whoever writes all rows anew builds the indexes, and reads */
	if (found.work & LOCK_REWRITES)
		found.work = LOCK_REWRITES;
	return found;
}

/* How a child is locked, with the bit for that: as its parent, or in mode SHARE; the table of locks has no words for others. */
static unsigned lock_of_child(PGconn *connection, const char *sql, const char *target, unsigned bit)
{
	g_autofree char *child = g_strconcat("public.child_of_", target, NULL);
	/* a server that refuses it for such a table locks none */
	GPtrArray *measured = measure(connection, NULL, sql, NULL);
	struct found found = measured ? summed(measured, target) : (struct found){ 0 };
	unsigned bits = 0;

	for (guint i = 0; measured && i < measured->len; i++) {
		const struct measured *one = measured->pdata[i];
		if (strcmp(one->relation, child) != 0 || !one->lock)
			continue;
		bits = bit | (strcmp(one->lock, found.lock) == 0 ? 0 : LOCK_CHILDREN_SHARE);
		cr_expect(bits == bit || strcmp(one->lock, "SHARE") == 0, "%s: %s", sql, one->lock);
	}
	if (measured)
		g_ptr_array_unref(measured);
	return bits;
}

/* The same statement of the table alone; NULL: it cannot be said so. */
static char *say_only(const char *sql, const char *target)
{
	static const char *const before[] = { "ALTER TABLE ", "CREATE INDEX n ON ", "CREATE UNIQUE INDEX n ON " };

	for (size_t i = 0; i < G_N_ELEMENTS(before); i++)
		if (g_str_has_prefix(sql, before[i]))
			return g_strconcat(before[i], "ONLY ", target, sql + strlen(before[i]) + strlen(target), NULL);
	return NULL;
}

static unsigned measure_children(PGconn *heir_of, PGconn *partition_of, const struct sample *sample)
{
	PGconn *const connections[] = { heir_of, partition_of };
	const char *sql = sample->of_parent ? sample->of_parent : sample->sql;
	const char *target = strstr(sql, " z ADD COLUMN") ? "z" : sample->target ? sample->target : "t";
	g_autofree char *only = say_only(sql, target);
	unsigned children = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(connections); i++)
		children |= lock_of_child(connections[i], sql, target, LOCK_HEIRS << i) |
			    (only ? lock_of_child(connections[i], only, target, LOCK_HEIRS_OF_ONLY << i) : 0);
	return children;
}

static void write_line(const char *path, const struct sample *sample, const struct found *found)
{
	FILE *file = fopen(path, "ae");

	cr_assert(file, "%s", path);
	fprintf(file, "%d|%s|%s|%s|%u|%u|%d\n", server_version(), sample->pattern, found->lock ? found->lock : "",
		found->other ? found->other : "", found->work, found->children, MAX(sample->since, 0));
	fclose(file);
}

static void expect_row(const struct sample *sample, const struct found *found, int version)
{
	g_autoptr(GPtrArray) matches = lock_matches_of(sample->sql, version);
	const struct lock_row *row = matches->len ? ((const struct lock_match *)matches->pdata[matches->len - 1])->row : NULL;

	cr_assert(row, "%s: no row of the table", sample->sql);
	cr_expect_str_eq(row->pattern, sample->pattern, "%s: taken for %s", sample->sql, row->pattern);
	cr_expect(g_strcmp0(row->lock, found->lock) == 0 && g_strcmp0(row->other, found->other) == 0 && row->work == found->work &&
			  row->children == found->children,
		"%s: the table says %s, on others %s, work %u, children %u; the server did %s, on others %s, work %u, children %u",
		sample->sql, row->lock, row->other, row->work, row->children, found->lock, found->other, found->work,
		found->children);
}

static PGconn *connect_to(const char *name, const char *const *schemas)
{
	g_autofree char *where = g_strconcat("dbname=", name, NULL);
	g_autoptr(GError) error = NULL;

	cr_assert(server_create_database(name, &error), "%s", error ? error->message : "");
	for (; *schemas; schemas++)
		cr_assert(server_run(name, *schemas, &error), "%s", error ? error->message : "");
	return PQconnectdb(where);
}

Test(locks, are_those_of_the_server)
{
	const char *write = getenv("PGCANON_WRITE");
	g_autoptr(GError) error = NULL;
	PGconn *connection = connect_to("locks", (const char *[]){ schema, NULL }),
	       *heir_of = connect_to("locks_heirs", (const char *[]){ schema, heirs, NULL }),
	       *partition_of = connect_to("locks_partitions", (const char *[]){ partitions, NULL });

	/* what an extension has is not described: that one has a view stands for all that they may have */
	cr_assert(server_run("locks", "CREATE EXTENSION pg_stat_statements VERSION '1.4'", &error), "%s",
		error ? error->message : "");
	/* before 17 no partitioned table has one */
	server_run("locks_partitions", "ALTER TABLE t ADD COLUMN i integer GENERATED ALWAYS AS IDENTITY", NULL);
	/* it may be there already, for other tests */
	if (server_version() >= 15 && server_run("postgres", "ALTER DATABASE postgres SET allow_in_place_tablespaces = on", NULL))
		server_run("postgres", "CREATE TABLESPACE spare LOCATION ''", NULL);
	if (server_version() >= 15)
		server_run("locks", "CREATE UNLOGGED SEQUENCE ql", NULL);
	for (const struct sample *sample = samples; sample->pattern; sample++) {
		if (ABS(sample->since) > server_version())
			continue;
		GPtrArray *measured = measure(connection, NULL, sample->sql, &error);
		cr_assert(measured, "%s", error ? error->message : "");
		struct found found = summed(measured, sample->target ? sample->target : "t");
		found.children = measure_children(heir_of, partition_of, sample);
		if (write)
			write_line(write, sample, &found);
		else
			expect_row(sample, &found, PQserverVersion(connection));
		g_ptr_array_unref(measured);
	}
	PQfinish(connection);
	PQfinish(heir_of);
	PQfinish(partition_of);
	server_drop_database("locks", NULL);
	server_drop_database("locks_heirs", NULL);
	server_drop_database("locks_partitions", NULL);
}

int main(int argc, char *argv[])
{
	return server_main(argc, argv);
}
