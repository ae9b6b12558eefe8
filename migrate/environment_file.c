/* env/NAME.yaml. */
#include "migrate/environment_file.h"

#include <string.h>

#include "migrate/status.h"
#include "yaml/error.h"

static const char *const stages[] = { "DEV", "QAT", "PRD", "REHEARSAL", NULL }, *const drifts[] = { "error", "warn", "off", NULL },
			 *const on_failures[] = { "stop", "revert-run", NULL };

#define TIME_PATTERN "([01][0-9]|2[0-3]):[0-5][0-9]"

static bool take_variable(const char *file, const struct node *entry, void *into, GError **);
static bool take_target(const char *file, const struct node *entry, void *into, GError **);

/* The source of a variable's value: exactly one is set. */
struct variable_setting {
	char *value, *file, *secret_file, *command, *secret_command;
};

#define AT(field) offsetof(struct variable_setting, field)
static const struct setting variable_settings[] = {
	{ "value", SETTING_TEXT, AT(value), "the value itself" },
	{ "file", SETTING_TEXT, AT(file), "a file that holds it, from the project's directory" },
	{ "secret_file", SETTING_TEXT, AT(secret_file), "the same of a value that is never shown" },
	{ "command", SETTING_TEXT, AT(command), "a command of the shell that prints it" },
	{ "secret_command", SETTING_TEXT, AT(secret_command), "the same of a value that is never shown" },
	{ 0 },
};
#undef AT

#define AT(field) offsetof(struct environment_target, field)
static const struct setting target_settings[] = {
	{ "place", SETTING_TEXT, AT(place), "as that of the environment", .required = true },
	{ 0 },
};
#undef AT

#define AT(field) offsetof(struct environment, field)
const struct setting environment_settings[] = {
	{ "stage", SETTING_TEXT, AT(stage), "what it is for", .required = true, .words = stages },
	{ "place", SETTING_TEXT, AT(place),
		"a database's name, a connection string or a URI, without password; service=NAME is best", .required = true },
	{ "targets", SETTING_ENTRIES, 0, "more databases, which get the same, once the one of place has it: places by their names",
		.rows = target_settings, .take = take_target },
	{ "tenants", SETTING_TEXT, AT(tenants),
		"a query whose rows name schemas of the database of place, in their order: each gets the same, with that schema as the "
		"current one" },
	{ "password_command", SETTING_TEXT, AT(password_command), "a command of the shell that prints the password" },
	{ "roles", SETTING_MAP, AT(roles),
		"roles of the server by their logical names; owner is the role of changes that name none" },
	{ "search_path", SETTING_TEXT, AT(search_path), "instead of the project's" },
	{ "lock_timeout", SETTING_DURATION, AT(lock_timeout), "how long a statement waits for a lock; default: 2s" },
	{ "statement_timeout", SETTING_DURATION, AT(statement_timeout), "how long a statement may run; default: no limit" },
	{ "lock_wait", SETTING_SECONDS, AT(lock_wait), "how long to wait for another runner; default: 60s" },
	{ "retries", SETTING_NUMBER, AT(retries), "how often a change is tried again after lock_timeout; default: 5" },
	{ "drift", SETTING_TEXT, AT(drift), "what to do if the schema is not as the last change left it; default: error",
		.words = drifts },
	{ "expect", SETTING_BOOL, AT(expect), "whether the schema is compared with expect/ after each change; default: true" },
	{ "database", SETTING_TEXT, AT(database), "the name of the database that it must be" },
	{ "dev", SETTING_BOOL, AT(dev),
		"whether changes without number, XXXXX_slug, are applied, too; for stage DEV alone; default: false" },
	{ "window", SETTING_TEXT, AT(window), "when something may be changed, such as 22:00-05:00 Europe/Zurich; default: always",
		.pattern = TIME_PATTERN "-" TIME_PATTERN "( [A-Za-z0-9_+:/-]+)?" },
	{ "on_failure", SETTING_TEXT, AT(on_failure),
		"whether the changes that a run has applied stay or are rolled back when a later one fails; default: stop",
		.words = on_failures },
	{ "confirm", SETTING_TEXT, AT(confirm), "what must be typed, or given by --confirm, before anything is changed" },
	{ "vars", SETTING_ENTRIES, 0, "values of variables", .rows = variable_settings, .take = take_variable },
	{ 0 },
};
#undef AT

static void set_source(
	struct environment *environment, const char *name, const struct variable_setting *setting, const char *origin)
{
	const char *file = setting->file ? setting->file : setting->secret_file;
	g_autofree char *directory = g_canonicalize_filename(environment->directory, NULL),
			*path = file ? g_canonicalize_filename(file, directory) : NULL;

	if (setting->value)
		variables_set(environment->variables, name, setting->value, false, origin);
	else if (path)
		variables_set_source(environment->variables, name, VARIABLE_FILE, path, setting->secret_file, origin);
	else
		variables_set_source(environment->variables, name, VARIABLE_COMMAND,
			setting->command ? setting->command : setting->secret_command, setting->secret_command, origin);
}

static bool take_variable(const char *file, const struct node *entry, void *into, GError **error)
{
	struct variable_setting setting = { 0 };
	char *const *const all[] = { &setting.value, &setting.file, &setting.secret_file, &setting.command,
		&setting.secret_command };
	g_autofree char *origin = g_strdup_printf("%s:%u", file, entry->key_line);
	bool good = true;
	int given = 0;

	if (entry->type == NODE_MAP)
		good = settings_take(file, entry, variable_settings, &setting, error);
	else if (entry->type == NODE_SCALAR && !node_is_null(entry))
		setting.value = g_strdup(entry->text);
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		given += *all[i] != NULL;
	if (good && given != 1)
		good = yaml_fail(error, YAML_ERROR_CONTENT, file, entry->key_line, entry->key_column,
			"variable \"%s\": expected a value, or one of value, file, secret_file, command and secret_command",
			entry->key);
	if (good)
		set_source(into, entry->key, &setting, origin);
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		g_free(*all[i]);
	return good;
}

void environment_target_free(void *data)
{
	struct environment_target *target = data;

	g_free(target->name);
	g_free(target->place);
	g_free(target);
}

static bool take_target(const char *file, const struct node *entry, void *into, GError **error)
{
	struct environment *environment = into;
	struct environment_target *target = g_new0(struct environment_target, 1);

	if (!environment->targets)
		environment->targets = g_ptr_array_new_with_free_func(environment_target_free);
	target->name = g_strdup(entry->key);
	g_ptr_array_add(environment->targets, target);
	if (strcmp(entry->key, TARGET_CANARY) == 0 ||
		entry->key[strspn(entry->key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")])
		return yaml_fail(error, YAML_ERROR_CONTENT, file, entry->key_line, entry->key_column,
			"target \"%s\": a name has letters, digits, _ and -, and is not " TARGET_CANARY
			", which that of \"place\" is",
			entry->key);
	if (entry->type == NODE_MAP)
		return settings_take(file, entry, target_settings, target, error);
	if (entry->type != NODE_SCALAR || node_is_null(entry))
		return yaml_fail(error, YAML_ERROR_CONTENT, file, entry->key_line, entry->key_column,
			"target \"%s\": expected a place", entry->key);
	target->place = g_strdup(entry->text);
	return true;
}

bool environment_file_read(struct environment *environment, const char *path, GError **error)
{
	return settings_read(path, environment_settings, environment, error) || migrate_fail_as(error, MIGRATE_USAGE);
}
