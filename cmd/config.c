/* Configuration files of Pyrseas. */
#include "cmd/config.h"

#include <string.h>

#include "catalog/read/connection.h"
#include "cmd/terminal.h"
#include "yaml/error.h"
#include "yaml/settings.h"

#define CONFIG_ERROR (g_quark_from_static_string("config"))

#define TEXT(key, field) \
	{ \
		.name = key, .type = SETTING_TEXT, .offset = offsetof(struct config, field) \
	}
static const struct setting database_rows[] = { TEXT("host", host), TEXT("port", port), TEXT("username", username), { 0 } };
static const struct setting repository_rows[] = { TEXT("path", path), TEXT("metadata", metadata), TEXT("data", data), { 0 } };
#undef TEXT

/* Unknown keys are ignored, as by Pyrseas, but with a warning. */
static void pass_over_unknown(
	struct config *config, const char *file, const char *section, struct node *map, const struct setting *rows)
{
	for (struct node *node = map->first, *next; node; node = next) {
		const struct setting *row = rows;
		next = node->next;
		while (row->name && strcmp(row->name, node->key) != 0)
			row++;
		if (row->name)
			continue;
		g_ptr_array_add(config->warnings, g_strdup_printf("%s:%u:%u: unknown key \"%s\" of %s is ignored", file,
							  node->key_line, node->key_column, node->key, section));
		node_remove(map, node);
	}
}

static bool is_there(const struct config *config, const char *schema, const char *name)
{
	for (guint i = 0; i < config->datacopy->len; i++) {
		const struct config_table *table = config->datacopy->pdata[i];
		if (strcmp(table->schema, schema) == 0 && strcmp(table->name, name) == 0)
			return true;
	}
	return false;
}

static bool take_tables(struct config *config, const char *file, const char *schema, const struct node *list, GError **error)
{
	if (list->type != NODE_LIST)
		return yaml_fail(error, YAML_ERROR_CONTENT, file, list->line, list->column,
			"expected a list of the tables of schema %s, found %s", schema, node_found(config->arena, list));
	for (const struct node *item = list->first; item; item = item->next) {
		if (item->type != NODE_SCALAR || node_is_null(item))
			return yaml_fail(error, YAML_ERROR_CONTENT, file, item->line, item->column,
				"expected the name of a table of schema %s, found %s", schema, node_found(config->arena, item));
		if (is_there(config, schema, item->text))
			continue;
		struct config_table *table = arena_take(config->arena, sizeof(*table));
		*table = (struct config_table){ schema, item->text, file, item->line, item->column };
		g_ptr_array_add(config->datacopy, table);
	}
	return true;
}

static bool take_datacopy(struct config *config, const char *file, const struct node *map, GError **error)
{
	static const char prefix[] = "schema ";

	for (const struct node *entry = map->first; entry; entry = entry->next) {
		if (!g_str_has_prefix(entry->key, prefix))
			return yaml_fail(error, YAML_ERROR_CONTENT, file, entry->key_line, entry->key_column,
				"expected \"schema NAME\" with a list of tables, found \"%s\"", entry->key);
		if (!take_tables(config, file, entry->key + strlen(prefix), entry, error))
			return false;
	}
	return true;
}

static bool take_section(struct config *config, const char *file, struct node *map, GError **error)
{
	const struct setting *rows = strcmp(map->key, "database") == 0	   ? database_rows
				     : strcmp(map->key, "repository") == 0 ? repository_rows
									   : NULL;
	bool augments = strcmp(map->key, "augmenter") == 0, copies = strcmp(map->key, "datacopy") == 0;

	if ((!rows && !augments && !copies) || node_is_null(map))
		return true;
	if (map->type != NODE_MAP)
		return yaml_fail(error, YAML_ERROR_CONTENT, file, map->line, map->column, "\"%s\": expected a map, found %s",
			map->key, node_found(config->arena, map));
	if (copies)
		return take_datacopy(config, file, map, error);
	if (rows) {
		pass_over_unknown(config, file, map->key, map, rows);
		return settings_take(file, map, rows, config, error);
	}
	struct config_part *part = arena_take(config->arena, sizeof(*part));
	*part = (struct config_part){ file, map };
	g_ptr_array_add(config->augmenter, part);
	return true;
}

static bool read_file(struct config *config, const char *path, GError **error)
{
	const char *file = arena_text(config->arena, path, strlen(path));
	struct node *root = settings_load(file, config->arena, error);
	bool good = root;

	for (struct node *section = good ? root->first : NULL; good && section; section = section->next)
		good = take_section(config, file, section, error);
	return good;
}

static const char *file_name(void)
{
	const char *name = g_getenv("PYRSEAS_CONFIG_FILE");

	return name && *name ? name : "config.yaml";
}

/* A variable, or its default, names a file or the directory that has it. The file that a variable names must exist. */
static bool read_level(struct config *config, const char *variable, const char *otherwise, GError **error)
{
	const char *told = variable ? g_getenv(variable) : NULL, *place = told ? told : otherwise;
	g_autofree char *path = NULL;

	if (!*place)
		return true;
	if (told && !g_file_test(told, G_FILE_TEST_EXISTS)) {
		g_set_error(error, CONFIG_ERROR, 0, "%s names %s, and there is no such file or directory", variable, told);
		return false;
	}
	path = g_file_test(place, G_FILE_TEST_IS_REGULAR) ? g_strdup(place) : g_build_filename(place, file_name(), NULL);
	return !g_file_test(path, G_FILE_TEST_EXISTS) || read_file(config, path, error);
}

static const char *repository_of(const struct config *config)
{
	return config->repository ? config->repository : config->path ? config->path : ".";
}

static bool read_levels(struct config *config, GError **error)
{
	g_autofree char *user = g_build_filename(g_get_user_config_dir(), "pyrseas", NULL);

	return read_level(config, "PYRSEAS_SYS_CONFIG", PGCANON_SETTINGS, error) &&
	       read_level(config, "PYRSEAS_USER_CONFIG", user, error) && read_level(config, NULL, repository_of(config), error);
}

struct config *config_read(bool search, const char *repository, const char *file, GError **error)
{
	struct config *config = g_new0(struct config, 1);

	config->arena = arena_new();
	config->repository = repository;
	config->metadata = g_strdup("metadata");
	config->data = g_strdup("metadata");
	config->datacopy = g_ptr_array_new();
	config->augmenter = g_ptr_array_new();
	config->warnings = g_ptr_array_new_with_free_func(g_free);
	if ((!search || read_levels(config, error)) && (!file || read_file(config, file, error)))
		return config;
	config_free(config);
	return NULL;
}

void config_free(struct config *config)
{
	if (!config)
		return;
	char *const texts[] = { config->host, config->port, config->username, config->path, config->metadata, config->data };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(texts[i]);
	g_ptr_array_unref(config->datacopy);
	g_ptr_array_unref(config->augmenter);
	g_ptr_array_unref(config->warnings);
	arena_free(config->arena);
	g_free(config);
}

char *config_directory(const struct config *config, const char *below)
{
	return g_build_filename(repository_of(config), below, NULL);
}

void config_connect(const struct config *config, const char *place, struct place_options *options)
{
	if (connection_is_string(g_str_has_prefix(place, "db:") ? place + strlen("db:") : place))
		return;
	if (!options->host)
		options->host = config->host;
	if (!options->port)
		options->port = config->port;
	if (!options->username)
		options->username = config->username;
}

void config_warn(const struct config *config)
{
	for (guint i = 0; i < config->warnings->len; i++)
		terminal_warn("%s", (char *)config->warnings->pdata[i]);
}
