/* Asks for the sizes of the tables that a plan locks, and estimates how long reading or writing them takes. */
#include "cmd/plan_view_size.h"

#include <stdlib.h>
#include <string.h>

#include "sql/name.h"
#include "sql/quote.h"

enum {
	SAMPLE = 10000, /* rows that are read */
	SECONDS = 10
};

static const char *const opening[] = { "BEGIN READ ONLY", "SET LOCAL statement_timeout = '2s'", "SET LOCAL lock_timeout = '100ms'",
	"SET LOCAL search_path = ''", "SET LOCAL row_security = off", "SET LOCAL max_parallel_workers_per_gather = 0", NULL };

/*
 * How many times longer an operation on a row takes than reading it in memory, measured with a table of a million rows and five
 * indexes in PostgreSQL 15. Indexes on long texts, and slow disks, take a multiple.
 */
static const struct {
	unsigned work;
	double times;
	bool of_each_index; /* once for each index */
} efforts[] = {
	{ LOCK_SCANS, 3, false },
	{ LOCK_BUILDS, 12, false },
	{ LOCK_REWRITES, 15, false },
	{ LOCK_REWRITES, 15, true },
};

/* The sizes of tables: rows as the server estimates them, bytes including indexes, number of indexes. */
static GHashTable *ask_sizes(struct place *place, const struct plan_view *view)
{
	g_autoptr(GString) sql = g_string_new(
		"SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), pg_catalog.format('%s %s %s', c.reltuples::bigint, "
		"pg_catalog.pg_total_relation_size(c.oid), (SELECT count(*) FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid))"
		" FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', "
		"'m') AND (n.nspname, c.relname) IN (");
	size_t length = sql->len;

	for (guint i = 0; i < view->steps->len; i++) {
		const struct object *relation = g_array_index(view->steps, struct plan_view_step, i).had;
		if (relation && relation->schema)
			quote_format(sql, "%s(%L, %L)", sql->len > length ? ", " : "", relation->schema, relation->name);
	}
	if (sql->len == length)
		return NULL;
	g_string_append_c(sql, ')');
	return place_texts(place, sql->str, NULL);
}

/* Seconds to read a row of the table; -1: unknown. */
static double ask_speed(struct place *place, const char *relation, long long rows)
{
	double part = rows > SAMPLE ? 100.0 * SAMPLE / (double)rows : 100;
	char number[G_ASCII_DTOSTR_BUF_SIZE];
	g_autofree char *sql = g_strdup_printf(
		"SELECT pg_catalog.count(pg_catalog.pg_column_size(t.*)), extract(epoch FROM pg_catalog.clock_timestamp() - "
		"pg_catalog.statement_timestamp()) FROM (SELECT * FROM ONLY %s TABLESAMPLE SYSTEM (%s)) AS t",
		relation, g_ascii_formatd(number, sizeof(number), "%.6f", part));
	g_auto(GStrv) row = place_row(place, opening, sql, NULL);
	double count = row ? g_ascii_strtod(row[0], NULL) : 0;

	return count > 0 ? g_ascii_strtod(row[1], NULL) / count : -1;
}

static double effort_of(unsigned work, int indexes)
{
	double times = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(efforts); i++)
		if (work & efforts[i].work)
			times += efforts[i].times * (efforts[i].of_each_index ? indexes : 1);
	return times;
}

void plan_size_ask(struct plan_view *view, struct place *place)
{
	g_autoptr(GHashTable) sizes = ask_sizes(place, view), speeds = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	gint64 end = g_get_monotonic_time() + SECONDS * G_USEC_PER_SEC;

	for (guint i = 0; sizes && i < view->steps->len; i++) {
		struct plan_view_step *step = &g_array_index(view->steps, struct plan_view_step, i);
		if (!step->had || !step->had->schema)
			continue;
		g_autofree char *name = name_join(step->had->schema, step->had->name);
		const char *size = g_hash_table_lookup(sizes, name);
		g_auto(GStrv) numbers = size ? g_strsplit(size, " ", 3) : NULL;
		if (!numbers)
			continue;
		/* -1 since 14, 0 before: the table was never analyzed */
		step->rows = atoll(numbers[0]) > 0 ? atoll(numbers[0]) : -1;
		step->bytes = atoll(numbers[1]);
		double *speed = g_hash_table_lookup(speeds, step->had);
		if (!step->work || step->rows < 0 || (!speed && g_get_monotonic_time() > end))
			continue;
		if (!speed) {
			speed = g_new(double, 1);
			*speed = ask_speed(place, name, step->rows);
			g_hash_table_insert(speeds, (gpointer)step->had, speed);
		}
		if (*speed >= 0)
			step->seconds = *speed * (double)step->rows * effort_of(step->work, atoi(numbers[2]));
	}
}
