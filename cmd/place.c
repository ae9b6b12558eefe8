/* Where a schema comes from: a database, a YAML file, a directory of them, standard input. */
#include "cmd/place_inside.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "catalog/kinds/extension.h"
#include "catalog/read/connection.h"
#include "catalog/schema_names.h"
#include "catalog/snapshot_finish.h"
#include "cmd/git_place.h"
#include "cmd/password.h"
#include "yaml/load.h"
#include "yaml/tree.h"
#include "yaml/tree_load.h"

#define PLACE_ERROR (g_quark_from_static_string("place"))

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
	place_abandon(place);
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

bool place_fail(const struct place *place, GError **error, const char *what, const char *message)
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
		return place_fail(place, error, "", g_strerror(errno));
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
	struct snapshot *snapshot =
		place->type == DATABASE ? place_read_database(place, pool, error) : read_yaml(place, pool, error);

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

	place_restart(place);
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
