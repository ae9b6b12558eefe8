/* Databases as places: how they are read. */
#include <libpq-fe.h>

#include "catalog/kinds.h"
#include "catalog/read/error.h"
#include "catalog/read/newer.h"
#include "catalog/read/read.h"
#include "catalog/read/sent.h"
#include "cmd/place_counts.h"
#include "cmd/place_inside.h"

enum { READ_TRIES = 3 };

/* Warns of a server newer than the versions known, and of unknown columns in its catalogs. */
static bool warn_of_newer(const struct place *place, GError **error)
{
	int major = PQserverVersion(place->connection) / 10000;
	g_autofree char *sql = newer_sql();
	g_autoptr(GString) text = g_string_new(NULL);

	if (!place->options->warnings || major <= NEWEST_KNOWN)
		return true;
	AUTO_RESULT result = sent_exec(place->connection, sql);
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		return place_fail(place, error, "", PQerrorMessage(place->connection));
	g_string_printf(
		text, "%s: the server is PostgreSQL %d, and %d is the newest that is known", place->name, major, NEWEST_KNOWN);
	for (int i = 0; i < PQntuples(result); i++)
		g_string_append_printf(text, "%s%s",
			i ? ", " : "; what these columns of its catalogs hold may be missing: ", PQgetvalue(result, i, 0));
	g_ptr_array_add(place->options->warnings, g_string_free(g_steal_pointer(&text), false));
	return true;
}

static enum optional optional_kinds(const struct place *place)
{
	return (place->options->with_roles ? OPTIONAL_ROLES : 0) | (place->options->with_database ? OPTIONAL_DATABASE : 0);
}

static bool begin(struct place *place, struct pool *pool, GError **error)
{
	place->begun = snapshot_new(pool);
	snapshot_set_optional(place->begun, optional_kinds(place));
	place->reading = catalog_read_begin(place->connection, place->begun, place->options->unsupported, error);
	return place->reading;
}

bool place_begin(struct place *place, struct pool *pool, GError **error)
{
	if (place->type != DATABASE || place->reading)
		return true;
	if (!place_connect(place, error))
		return false;
	/* place_read() begins again, and reports what fails then */
	if (!begin(place, pool, NULL))
		place_restart(place);
	return true;
}

void place_abandon(struct place *place)
{
	g_clear_pointer(&place->reading, catalog_read_abandon);
	g_clear_pointer(&place->begun, snapshot_free);
}

void place_restart(struct place *place)
{
	bool begun = place->begun;

	place_abandon(place);
	if (begun)
		PQreset(place->connection);
}

/* NULL with an error. */
static struct snapshot *read_catalog(struct place *place, struct pool *pool, GError **error)
{
	const struct place_options *options = place->options;
	struct place_counting counting = { .options = options };

	if (place->reading && snapshot_optional(place->begun) != optional_kinds(place))
		place_restart(place);
	if (options->unsupported)
		g_ptr_array_set_size(options->unsupported, 0);
	if (!place->reading && !begin(place, pool, error))
		return NULL;
	snapshot_set_role_names(place->begun, options->role_names);
	snapshot_set_schema_names(place->begun, options->map_databases ? options->schema_names : NULL);
	if (!catalog_read_end(g_steal_pointer(&place->reading), place_counts, &counting, error) || !warn_of_newer(place, error))
		return NULL;
	return g_steal_pointer(&place->begun);
}

static void say_how_often(GError *error)
{
	g_autofree char *last = g_steal_pointer(&error->message);

	error->message = g_strdup_printf(
		"%s\nOther sessions changed the schema each of the %d times it was read: try again when they are done.", last,
		READ_TRIES);
}

struct snapshot *place_read_database(struct place *place, struct pool *pool, GError **error)
{
	g_autoptr(GError) problem = NULL;
	struct snapshot *snapshot = NULL;
	bool changed = true;

	if (!place_connect(place, error))
		return NULL;
	for (int tries = 0; !snapshot && changed && tries < READ_TRIES; tries++) {
		if (tries)
			place_restart(place);
		g_clear_error(&problem);
		snapshot = read_catalog(place, pool, &problem);
		changed = g_error_matches(problem, READ_ERROR, READ_CHANGED);
	}
	if (snapshot)
		return snapshot;
	place_abandon(place);
	g_prefix_error(&problem, "%s: ", place->name);
	if (changed)
		say_how_often(problem);
	g_propagate_error(error, g_steal_pointer(&problem));
	return NULL;
}
