/* Where a schema comes from: a database, a YAML file, a directory of them, standard input. */
#include "cmd/place.h"

#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/extension.h"
#include "catalog/read/connection.h"
#include "catalog/read/copy.h"
#include "catalog/read/newer.h"
#include "catalog/read/read.h"
#include "catalog/read/sent.h"
#include "catalog/registry.h"
#include "catalog/schema_names.h"
#include "catalog/snapshot_finish.h"
#include "cmd/git_place.h"
#include "cmd/password.h"
#include "cmd/place_counts.h"
#include "yaml/load.h"
#include "yaml/tree.h"
#include "yaml/tree_load.h"

#define PLACE_ERROR (g_quark_from_static_string("place"))

enum { READ_TRIES = 3 };

struct place {
	enum { DATABASE, YAML_FILE, YAML_DIRECTORY, YAML_STDIN, YAML_GIT } type;
	const char *text; /* without the prefix */
	char *name;	  /* for messages */
	struct place_options *options;
	PGconn *connection;	 /* NULL until connected */
	struct snapshot *loaded; /* a document between place_load() and place_read() */
	const char *password;	 /* NULL: not known */
};

static void clear_result(PGresult **result)
{
	PQclear(*result);
}
#define AUTO_RESULT __attribute__((cleanup(clear_result))) PGresult *

/* A name with a slash is probably not a database's, such as the pipe of <(git show main:x.yaml); "file" alone could be either. */
static bool is_file(const char *name)
{
	return g_str_has_suffix(name, ".yaml") || g_str_has_suffix(name, ".yml") ||
	       (strchr(name, '/') && !connection_is_string(name) && g_file_test(name, G_FILE_TEST_EXISTS));
}

struct place *place_new(const char *name, struct place_options *options)
{
	struct place *place = g_new0(struct place, 1);
	bool file = g_str_has_prefix(name, "file:"), database = g_str_has_prefix(name, "db:");

	place->options = options;
	place->text = file ? name + strlen("file:") : database ? name + strlen("db:") : name;
	if (git_place_is(name))
		place->type = YAML_GIT;
	else if (!database && strcmp(place->text, "-") == 0)
		place->type = YAML_STDIN;
	else if (!database && g_file_test(place->text, G_FILE_TEST_IS_DIR))
		place->type = YAML_DIRECTORY;
	else if (file || (!database && is_file(name)))
		place->type = YAML_FILE;
	place->name = place->type == DATABASE ? connection_name(place->text)
					      : g_strdup(place->type == YAML_STDIN ? "standard input" : place->text);
	return place;
}

void place_free(struct place *place)
{
	if (!place)
		return;
	PQfinish(place->connection);
	snapshot_free(place->loaded);
	g_free(place->name);
	g_free(place);
}

void place_set_password(struct place *place, const char *password)
{
	place->password = password;
}

bool place_is_database(const struct place *place)
{
	return place->type == DATABASE;
}

bool place_is_stdin(const struct place *place)
{
	return place->type == YAML_STDIN;
}

const char *place_path(const struct place *place)
{
	return place->type == DATABASE || place->type == YAML_GIT ? NULL : place->text;
}

const char *place_name(const struct place *place)
{
	return place->name;
}

static bool fail(const struct place *place, GError **error, const char *what, const char *message)
{
	g_autofree char *text = g_strstrip(g_strdup(message));

	g_set_error(error, PLACE_ERROR, 0, "%s: %s%s", place->name, what, text);
	return false;
}

static void hint_file(const struct place *place, GError **error)
{
	if (!error || !*error || !g_file_test(place->text, G_FILE_TEST_IS_REGULAR))
		return;
	g_autofree char *message = g_steal_pointer(&(*error)->message);
	(*error)->message =
		g_strdup_printf("%s\nThere is a file of that name: file:%s would read it as YAML.", message, place->text);
}

bool place_connect(struct place *place, GError **error)
{
	char *password = NULL;

	if (place->connection || place->type != DATABASE)
		return true;
	if (place->options->password) {
		g_autofree char *prompt = g_strdup_printf("Password for %s: ", place->name);
		if (!(password = password_ask(prompt, error)))
			return false;
	}
	const struct connection_options options = { place->options->host, place->options->port, place->options->username,
		password ? password : place->password };
	place->connection = connection_open(place->text, place->name, &options, error);
	password_free(password);
	if (!place->connection)
		hint_file(place, error);
	return place->connection;
}

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
		return fail(place, error, "", PQerrorMessage(place->connection));
	g_string_printf(
		text, "%s: the server is PostgreSQL %d, and %d is the newest that is known", place->name, major, NEWEST_KNOWN);
	for (int i = 0; i < PQntuples(result); i++)
		g_string_append_printf(text, "%s%s",
			i ? ", " : "; what these columns of its catalogs hold may be missing: ", PQgetvalue(result, i, 0));
	g_ptr_array_add(place->options->warnings, g_string_free(g_steal_pointer(&text), false));
	return true;
}

static bool read_catalog(struct place *place, struct snapshot *snapshot, GError **error)
{
	const struct place_options *options = place->options;
	struct place_counting counting = { .options = options };

	if (options->unsupported)
		g_ptr_array_set_size(options->unsupported, 0);
	if (catalog_read(place->connection, snapshot, options->unsupported, place_counts, &counting, error))
		return warn_of_newer(place, error);
	g_prefix_error(error, "%s: ", place->name);
	return false;
}

static struct snapshot *read_database(struct place *place, struct pool *pool, GError **error)
{
	for (int tries = 1;; tries++) {
		struct snapshot *snapshot = snapshot_new(pool);
		g_autoptr(GError) problem = NULL;

		snapshot_set_optional(snapshot, (place->options->with_roles ? OPTIONAL_ROLES : 0) |
							(place->options->with_database ? OPTIONAL_DATABASE : 0));
		snapshot_set_role_names(snapshot, place->options->role_names);
		snapshot_set_schema_names(snapshot, place->options->map_databases ? place->options->schema_names : NULL);
		if (place_connect(place, &problem) && read_catalog(place, snapshot, &problem))
			return snapshot;
		snapshot_free(snapshot);
		bool changed = g_error_matches(problem, READ_ERROR, READ_CHANGED);
		if (tries == READ_TRIES || !changed) {
			g_propagate_error(error, g_steal_pointer(&problem));
			if (changed && error && *error) {
				g_autofree char *last = g_steal_pointer(&(*error)->message);
				(*error)->message = g_strdup_printf(
					"%s\nOther sessions changed the schema each of the %d times it was read: try again when "
					"they are done.",
					last, READ_TRIES);
			}
			return NULL;
		}
		PQreset(place->connection);
	}
}

struct yaml_read_options place_reading(const struct place_options *options)
{
	return (struct yaml_read_options){
		.dialect = options->pyrseas	 ? YAML_DIALECT_PYRSEAS
			   : options->no_pyrseas ? YAML_DIALECT_OURS
						 : YAML_DIALECT_GUESSED,
		.search_path = options->search_path,
		.unknown = options->lenient ? options->warnings : NULL,
	};
}

static bool load_file(const struct place *place, struct snapshot *snapshot, GError **error)
{
	FILE *file = place->type == YAML_STDIN ? stdin : fopen(place->text, "re");
	const struct yaml_read_options how = place_reading(place->options);
	bool good;

	if (!file)
		return fail(place, error, "", g_strerror(errno));
	good = yaml_load(snapshot, place->name, file, &how, error);
	if (file != stdin)
		fclose(file);
	return good;
}

static bool load(const struct place *place, struct snapshot *snapshot, GError **error)
{
	const struct yaml_read_options how = place_reading(place->options);

	if (place->type == YAML_GIT)
		return git_place_load(snapshot, place->name, &how, error);
	if (place->type == YAML_DIRECTORY)
		return yaml_load_directory(snapshot, place->text, &how, error);
	return load_file(place, snapshot, error);
}

bool place_load(struct place *place, struct pool *pool, GError **error)
{
	if (place->loaded || place->type == DATABASE)
		return true;
	place->loaded = snapshot_new(pool);
	if (load(place, place->loaded, error) && schema_names_replace(place->loaded, place->options->schema_names, error))
		return true;
	g_clear_pointer(&place->loaded, snapshot_free);
	return false;
}

const struct snapshot *place_loaded(const struct place *place)
{
	return place->loaded;
}

static struct snapshot *read_yaml(struct place *place, struct pool *pool, GError **error)
{
	bool good = place_load(place, pool, error);
	struct snapshot *snapshot = g_steal_pointer(&place->loaded);

	if (!snapshot)
		return NULL;
	snapshot_set_role_names(snapshot, place->options->role_names);
	if (good && place->options->accept)
		snapshot_keep(snapshot, place->options->accept, place->options->data);
	if (good && !(good = snapshot_finish(snapshot, error)))
		g_prefix_error(error, "%s: ", place->name);
	if (good)
		return snapshot;
	snapshot_free(snapshot);
	return NULL;
}

struct snapshot *place_read(struct place *place, struct pool *pool, GError **error)
{
	struct snapshot *snapshot = place->type == DATABASE ? read_database(place, pool, error) : read_yaml(place, pool, error);

	if (snapshot && place->options->no_owner)
		snapshot_silence(snapshot)->owners = true;
	if (snapshot && place->options->no_privileges)
		snapshot_silence(snapshot)->privileges = true;
	if (snapshot && place->options->no_extension_versions)
		extension_forget_versions(snapshot);
	return snapshot;
}

struct snapshot *place_read_whole(struct place *place, struct pool *pool, GError **error)
{
	struct place_options *options = place->options, given = *options;

	options->accept = NULL;
	options->unsupported = options->warnings = NULL; /* already printed by the first reading */
	struct snapshot *snapshot = place_read(place, pool, error);
	*options = given;
	return snapshot;
}

int place_version(const struct place *place)
{
	return place->connection ? PQserverVersion(place->connection) : 0;
}

GHashTable *place_lookup(struct place *place, const char *sql, GError **error)
{
	GHashTable *found;

	if (!place_connect(place, error))
		return NULL;
	AUTO_RESULT result = sent_exec(place->connection, sql);
	if (PQresultStatus(result) != PGRES_TUPLES_OK) {
		fail(place, error, "", PQerrorMessage(place->connection));
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

	return PQresultStatus(result) == PGRES_COMMAND_OK || fail(place, error, "", PQerrorMessage(place->connection));
}

static char **first_row(struct place *place, const char *sql, GError **error)
{
	AUTO_RESULT result = sent_query(place->connection, sql, 0, NULL);
	GPtrArray *texts = g_ptr_array_new();

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		fail(place, error, "", PQerrorMessage(place->connection));
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
	bool good = place_connect(place, error);
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
	bool good = place_connect(place, error);

	for (size_t i = 0; good && before[i]; i++)
		good = command(place, before[i], error);
	AUTO_RESULT result = good ? sent_exec(place->connection, sql) : NULL;
	if (good && PQresultStatus(result) != PGRES_TUPLES_OK)
		fail(place, error, "", PQerrorMessage(place->connection));
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

	if (place_connect(place, error) && copy_out(place->connection, place->name, statements, texts, error))
		return g_steal_pointer(&texts);
	return NULL;
}

bool place_run(struct place *place, const GPtrArray *statements, GError **error)
{
	return place_connect(place, error) && connection_run(place->connection, place->name, statements, error);
}

bool place_run_alone(struct place *place, const char *sql, void (*hear)(const char *message), GError **error)
{
	return place_connect(place, error) && connection_run_alone(place->connection, place->name, sql, hear, error);
}
