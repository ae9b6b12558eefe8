/* Queries and statements sent to a place. */
#include "cmd/place_query.h"

#include "catalog/read/connection.h"
#include "catalog/read/copy.h"
#include "catalog/read/sent.h"
#include "cmd/place_inside.h"

/* A reading that place_begin() began has the connection. */
static bool ready(struct place *place, GError **error)
{
	place_restart(place);
	return place_connect(place, error);
}

GHashTable *place_lookup(struct place *place, const char *sql, GError **error)
{
	GHashTable *found;

	if (!ready(place, error))
		return NULL;
	AUTO_RESULT result = sent_exec(place->connection, sql);
	if (PQresultStatus(result) != PGRES_TUPLES_OK) {
		place_fail(place, error, "", PQerrorMessage(place->connection));
		return NULL;
	}
	found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (int i = 0; i < PQntuples(result); i++)
		g_hash_table_add(found, g_strdup(PQgetvalue(result, i, 0)));
	return found;
}

static bool command(struct place *place, const char *sql, GError **error)
{
	AUTO_RESULT result = sent_exec(place->connection, sql);

	return PQresultStatus(result) == PGRES_COMMAND_OK || place_fail(place, error, "", PQerrorMessage(place->connection));
}

static char **first_row(struct place *place, const char *sql, GError **error)
{
	AUTO_RESULT result = sent_query(place->connection, sql, 0, NULL);
	GPtrArray *texts = g_ptr_array_new();

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		place_fail(place, error, "", PQerrorMessage(place->connection));
	for (int i = 0; PQntuples(result) && i < PQnfields(result); i++)
		g_ptr_array_add(texts, g_strdup(PQgetvalue(result, 0, i)));
	bool good = texts->len;
	g_ptr_array_add(texts, NULL);
	char **row = (char **)g_ptr_array_free(texts, false);
	if (!good)
		g_clear_pointer(&row, g_strfreev);
	return row;
}

char **place_row(struct place *place, const char *const *before, const char *sql, GError **error)
{
	bool good = ready(place, error);
	char **row = NULL;

	for (; good && *before; before++)
		good = command(place, *before, error);
	if (good)
		row = first_row(place, sql, error);
	if (place->connection)
		command(place, "ROLLBACK", NULL);
	return row;
}

GHashTable *place_texts(struct place *place, const char *sql, GError **error)
{
	static const char *const before[] = { "BEGIN READ ONLY", "SET LOCAL search_path = ''", NULL };
	GHashTable *texts = NULL;
	bool good = ready(place, error);

	for (size_t i = 0; good && before[i]; i++)
		good = command(place, before[i], error);
	AUTO_RESULT result = good ? sent_exec(place->connection, sql) : NULL;
	if (good && PQresultStatus(result) != PGRES_TUPLES_OK)
		place_fail(place, error, "", PQerrorMessage(place->connection));
	else if (good)
		texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (int i = 0; texts && i < PQntuples(result); i++)
		g_hash_table_insert(texts, g_strdup(PQgetvalue(result, i, 0)), g_strdup(PQgetvalue(result, i, 1)));
	if (place->connection)
		command(place, "ROLLBACK", NULL);
	return texts;
}

GPtrArray *place_copy(struct place *place, const GPtrArray *statements, GError **error)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new();

	if (ready(place, error) && copy_out(place->connection, place->name, statements, texts, error))
		return g_steal_pointer(&texts);
	return NULL;
}

bool place_run(struct place *place, const GPtrArray *statements, GError **error)
{
	return ready(place, error) && connection_run(place->connection, place->name, statements, error);
}

bool place_run_alone(struct place *place, const char *sql, void (*hear)(const char *message), GError **error)
{
	return ready(place, error) && connection_run_alone(place->connection, place->name, sql, hear, error);
}
