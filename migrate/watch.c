/* Observes the effects of a change on a database. */
#include "migrate/watch.h"

#include <string.h>

#include "migrate/result.h"
#include "prove/measure.h"

enum { LOOK_US = 5000 };

struct held {
	gint64 since, last; /* first and last time it was seen */
	size_t strength;    /* of the strongest mode */
};

struct watch {
	PGconn *connection;
	char pid[16];
	GHashTable *held;  /* char *: struct held * */
	GHashTable *files; /* char * table: its previous file node */
	double wal, size;
	GThread *thread;
	GMutex mutex;
	gint stop;
};

static const char of_process[] =
	"SELECT c.oid::pg_catalog.regclass::text, l.mode FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation"
	" JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE l.pid = $1::int AND l.granted AND l.locktype = 'relation'"
	" AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())"
	" AND c.relkind IN ('r', 'p', 'm', 'v', 'f', 'S') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dbalign')"
	" AND n.nspname NOT LIKE 'pg\\_t%'";

static const char nodes[] =
	"SELECT c.oid::pg_catalog.regclass::text, pg_catalog.pg_relation_filenode(c.oid) FROM pg_catalog.pg_class c JOIN "
	"pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', "
	"'information_schema', 'dbalign') AND n.nspname NOT LIKE 'pg\\_t%' ORDER BY 1";

static const char totals[] = "SELECT pg_catalog.pg_current_wal_insert_lsn() - '0/0'::pg_catalog.pg_lsn, "
			     "pg_catalog.pg_database_size(pg_catalog.current_database())";

static void look(struct watch *watch)
{
	const char *const values[] = { watch->pid };
	AUTO_RESULT result = PQexecParams(watch->connection, of_process, 1, NULL, values, NULL, NULL, 0);
	gint64 now = g_get_monotonic_time();

	for (int row = 0; result_is_good(result) && row < PQntuples(result); row++) {
		const char *relation = result_text(result, row, 0);
		struct held *held = g_hash_table_lookup(watch->held, relation);
		if (!held) {
			held = g_new0(struct held, 1);
			held->since = now;
			g_hash_table_insert(watch->held, g_strdup(relation), held);
		}
		held->last = now;
		held->strength = MAX(held->strength, measure_strength(result_text(result, row, 1)));
	}
}

void watch_look(struct watch *watch)
{
	g_mutex_lock(&watch->mutex);
	look(watch);
	g_mutex_unlock(&watch->mutex);
}

static void *look_on(void *data)
{
	struct watch *watch = data;

	while (!g_atomic_int_get(&watch->stop)) {
		watch_look(watch);
		g_usleep(LOOK_US);
	}
	return NULL;
}

static void read_totals(struct watch *watch, double *wal, double *size)
{
	AUTO_RESULT result = PQexec(watch->connection, totals);
	bool good = result_is_good(result);

	*wal = good ? g_ascii_strtod(result_text(result, 0, 0), NULL) : 0;
	*size = good ? g_ascii_strtod(result_text(result, 0, 1), NULL) : 0;
}

struct watch *watch_begin(PGconn *connection, int pid)
{
	struct watch *watch = g_new0(struct watch, 1);

	watch->connection = connection;
	g_snprintf(watch->pid, sizeof(watch->pid), "%d", pid);
	watch->held = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	watch->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_mutex_init(&watch->mutex);
	AUTO_RESULT result = PQexec(connection, nodes);
	for (int row = 0; result_is_good(result) && row < PQntuples(result); row++)
		g_hash_table_insert(watch->files, g_strdup(result_text(result, row, 0)), g_strdup(result_text(result, row, 1)));
	read_totals(watch, &watch->wal, &watch->size);
	watch->thread = g_thread_new("watch", look_on, watch);
	return watch;
}

static json_t *rewrites(struct watch *watch)
{
	json_t *list = json_array();
	AUTO_RESULT result = PQexec(watch->connection, nodes);

	for (int row = 0; result_is_good(result) && row < PQntuples(result); row++) {
		const char *table = result_text(result, row, 0), *before = g_hash_table_lookup(watch->files, table);
		if (before && strcmp(before, result_text(result, row, 1)) != 0)
			json_array_append_new(list, json_string(table));
	}
	return list;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static json_t *locks(struct watch *watch)
{
	json_t *list = json_array();
	guint count = 0;
	g_autofree gpointer *relations = g_hash_table_get_keys_as_array(watch->held, &count);

	if (count)
		qsort(relations, count, sizeof(*relations), compare_texts);
	for (guint i = 0; i < count; i++) {
		const struct held *held = g_hash_table_lookup(watch->held, relations[i]);
		json_array_append_new(
			list, json_pack("{ss ss sf}", "relation", (char *)relations[i], "mode", measure_lock(held->strength),
				      "seconds", (double)(held->last - held->since + LOOK_US) / G_USEC_PER_SEC));
	}
	return list;
}

json_t *watch_end(struct watch *watch)
{
	double wal, size;

	g_atomic_int_set(&watch->stop, 1);
	g_thread_join(watch->thread);
	read_totals(watch, &wal, &size);
	json_t *told = json_pack("{sI sI so so}", "wal", (json_int_t)(wal - watch->wal), "size", (json_int_t)(size - watch->size),
		"rewrites", rewrites(watch), "locks", locks(watch));
	g_hash_table_unref(watch->held);
	g_hash_table_unref(watch->files);
	g_mutex_clear(&watch->mutex);
	g_free(watch);
	return told;
}
