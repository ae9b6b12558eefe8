/* Reads an environment: env/NAME.yaml, or a place. */
#include "migrate/environment.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "migrate/environment_file.h"
#include "migrate/file.h"
#include "migrate/policy.h"
#include "migrate/status.h"
#include "migrate/window.h"
#include "sql/search_path.h"

static struct environment *environment_new(void)
{
	struct environment *environment = g_new0(struct environment, 1);

	environment->roles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	environment->lock_timeout = g_strdup("2s");
	environment->lock_wait = 60;
	environment->retries = 5;
	environment->drift = g_strdup("error");
	environment->on_failure = g_strdup("stop");
	environment->expect = true;
	environment->variables = variables_new();
	return environment;
}

void environment_free(struct environment *environment)
{
	if (!environment)
		return;
	g_free(environment->directory);
	g_free(environment->name);
	g_free(environment->stage);
	g_free(environment->place);
	g_clear_pointer(&environment->targets, g_ptr_array_unref);
	g_free(environment->tenants);
	g_free(environment->tenant);
	g_free(environment->password_command);
	g_clear_pointer(&environment->roles, g_hash_table_unref);
	g_free(environment->search_path);
	g_free(environment->lock_timeout);
	g_free(environment->statement_timeout);
	g_free(environment->drift);
	g_free(environment->database);
	g_free(environment->window);
	g_free(environment->on_failure);
	g_free(environment->confirm);
	policy_free(environment->policy);
	variables_free(environment->variables);
	g_free(environment);
}

/* The parts of a connection string or URI; NULL: a database name alone. *good is false for an invalid one. */
static PQconninfoOption *split_place(const char *place, bool *good)
{
	bool whole = strchr(place, '=') || g_str_has_prefix(place, "postgresql://") || g_str_has_prefix(place, "postgres://");
	PQconninfoOption *options = whole ? PQconninfoParse(place, NULL) : NULL;

	*good = options || (!whole && *place);
	return options;
}

/* Libpq's messages may contain a part of the password: they are not shown. */
bool environment_check_place(const char *place, const char *where, char **database, GError **error)
{
	static const char *const secrets[] = { "password", "sslpassword", NULL };
	bool good, known = true;
	PQconninfoOption *options = split_place(place, &good);
	const char *secret = NULL;

	*database = NULL;
	for (PQconninfoOption *option = options; option && option->keyword; option++) {
		if (option->val && g_strv_contains(secrets, option->keyword))
			secret = option->keyword;
		if (option->val &&
			(strcmp(option->keyword, "dbname") == 0 || (!*database && strcmp(option->keyword, "service") == 0))) {
			g_free(*database);
			*database = g_strdup(option->val);
		}
	}
	if (!good)
		known = migrate_fail(error, MIGRATE_USAGE,
			"%s: is neither a database's name nor a connection string or URI that libpq understands", where);
	else if (secret)
		known = migrate_fail(error, MIGRATE_USAGE,
			"%s: has a %s in it, where others can read it; use ~/.pgpass, a service file or password_command", where,
			secret);
	else if (!*database)
		*database = g_strdup(options ? "the user's database" : place);
	PQconninfoFree(options);
	return known;
}

static bool check_targets(const struct environment *environment, const char *where, GError **error)
{
	for (guint i = 0; environment->targets && i < environment->targets->len; i++) {
		const struct environment_target *target = environment->targets->pdata[i];
		g_autofree char *database = NULL, *named = g_strdup_printf("%s: target \"%s\"", where, target->name);
		if (!environment_check_place(target->place, named, &database, error))
			return false;
	}
	return true;
}

bool environment_choose(struct environment *environment, const char *name, GError **error)
{
	if (strcmp(name, TARGET_CANARY) == 0 && !environment->tenants)
		return true;
	for (guint i = 0; environment->targets && i < environment->targets->len; i++) {
		const struct environment_target *target = environment->targets->pdata[i];
		if (strcmp(target->name, name) != 0)
			continue;
		g_free(environment->place);
		environment->place = g_strdup(target->place);
		if (environment->tenants) {
			environment->tenant = g_strdup(name);
			variables_set(environment->variables, "tenant", name, false, "tenants");
		}
		return true;
	}
	return migrate_fail(error, MIGRATE_USAGE, "environment %s has no %s \"%s\"", environment->name,
		environment->tenants ? "tenant" : "target", name);
}

void environment_set_tenants(struct environment *environment, const GPtrArray *schemas)
{
	environment->targets = g_ptr_array_new_with_free_func(environment_target_free);
	for (guint i = 0; i < schemas->len; i++) {
		struct environment_target *target = g_new0(struct environment_target, 1);
		target->name = g_strdup(schemas->pdata[i]);
		target->place = g_strdup(environment->place);
		g_ptr_array_add(environment->targets, target);
	}
}

bool environment_is_whole(const struct environment *environment, const char *what, GError **error)
{
	return !environment->tenants ||
	       migrate_fail(error, MIGRATE_USAGE, "environment %s has tenants, and %s is for whole databases; nothing was done",
		       environment->name, what);
}

static bool take_settings(struct environment *environment, const GPtrArray *settings, GError **error)
{
	for (guint i = 0; settings && i < settings->len; i++) {
		const char *setting = settings->pdata[i], *equals = strchr(setting, '=');
		g_autofree char *name = g_strndup(setting, equals ? (size_t)(equals - setting) : 0);
		if (!*name)
			return migrate_fail(
				error, MIGRATE_USAGE, "--set takes NAME=VALUE, and its argument %u has no name or no =", i + 1);
		if (!g_utf8_validate(equals + 1, -1, NULL))
			return migrate_fail(error, MIGRATE_USAGE, "--set %s: the value is not UTF-8", name);
		variables_set(environment->variables, name, equals + 1, false, "--set");
	}
	return true;
}

static bool finish(struct environment *environment, const char *where, const GPtrArray *settings, char **database, GError **error)
{
	g_autofree char *written = g_steal_pointer(&environment->search_path);

	if (written && !(environment->search_path = search_path_parse(written, error))) {
		g_prefix_error(error, "%s: \"search_path\": ", where);
		return migrate_fail_as(error, MIGRATE_USAGE);
	}
	if (environment->dev && g_strcmp0(environment->stage, "DEV") != 0)
		return migrate_fail(
			error, MIGRATE_USAGE, "%s: \"dev\" is for stage DEV alone: elsewhere every change has a number", where);
	if (environment->window && !window_is_valid(environment->window))
		return migrate_fail(error, MIGRATE_USAGE,
			"%s: \"window\": the time zone is not known; expected such as 22:00-05:00 Europe/Zurich, found \"%s\"",
			where, environment->window);
	if (g_str_has_prefix(environment->place, "db:")) /* other programs accept the prefix; here it is redundant */
		memmove(environment->place, environment->place + strlen("db:"), strlen(environment->place + strlen("db:")) + 1);
	if (environment->targets && environment->database)
		return migrate_fail(error, MIGRATE_USAGE, "%s: \"database\" names one, and there are \"targets\"", where);
	if (environment->tenants && environment->targets)
		return migrate_fail(error, MIGRATE_USAGE,
			"%s: \"targets\" are whole databases, and \"tenants\" are schemas of one: an environment has one of the two",
			where);
	return environment_check_place(environment->place, where, database, error) && check_targets(environment, where, error) &&
	       take_settings(environment, settings, error);
}

static bool name_allowed(const char *name)
{
	return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")];
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of existing environments. */
static char *list_known(const char *directory)
{
	g_autofree char *path = file_path(directory, "env");
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (folder && (name = g_dir_read_name(folder)))
		if (g_str_has_suffix(name, ".yaml"))
			g_ptr_array_add(names, g_strndup(name, strlen(name) - strlen(".yaml")));
	g_ptr_array_sort(names, compare_texts);
	g_ptr_array_add(names, NULL);
	return g_strjoinv(", ", (char **)names->pdata);
}

/* Whether a file is in that folder, with links resolved. */
static bool is_within(const char *path, const char *directory)
{
	char *file = realpath(path, NULL), *folder = realpath(directory, NULL);
	size_t length = folder ? strlen(folder) : 0;
	bool within = file && folder && strncmp(file, folder, length) == 0 && file[length] == '/';

	free(file);
	free(folder);
	return within;
}

/* An environment's own settings cannot weaken its policy. */
static bool find_policy(struct environment *environment, const char *path, GError **error)
{
	struct policy *policy = NULL;

	if (!policy_find(environment->name, &policy, error))
		return false;
	environment->policy = policy;
	if (policy && is_within(policy->path, environment->directory))
		return migrate_fail(error, MIGRATE_POLICY,
			"%s: is within the project, where whoever changes the project can change it; nothing was done: move the policies elsewhere",
			policy->path);
	if (policy && g_strcmp0(policy->stage, environment->stage) != 0)
		return migrate_fail(error, MIGRATE_POLICY, "%s: \"stage\" is %s, and %s says %s; nothing was done", path,
			environment->stage, policy->path, policy->stage);
	if (policy && (environment->targets || environment->tenants) && strcmp(policy->stage, "QAT") == 0)
		return migrate_fail(error, MIGRATE_POLICY,
			"%s: \"%s\" are not for stage QAT with a policy, %s: the report of a release is about one database", path,
			environment->tenants ? "tenants" : "targets", policy->path);
	if (policy && strcmp(environment->on_failure, "revert-run") == 0)
		return migrate_fail(error, MIGRATE_POLICY,
			"%s: \"on_failure\" is revert-run, and the way back of an environment with a policy, %s, needs a release of its own",
			path, policy->path);
	return true;
}

struct environment *environment_read(const char *directory, const char *name, const GPtrArray *settings, GError **error)
{
	struct environment *environment = environment_new();
	g_autofree char *file = g_strconcat("env/", name, ".yaml", NULL), *path = file_path(directory, file), *database = NULL;
	bool good = false;

	environment->directory = g_strdup(directory);
	environment->name = g_strdup(name);
	if (!name_allowed(name)) {
		migrate_fail(error, MIGRATE_USAGE,
			"\"%s\" is not the name of an environment: expected that of a file in env/, without .yaml", name);
	} else if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
		g_autofree char *known = list_known(directory);
		migrate_fail(
			error, MIGRATE_USAGE, "%s: there is no such environment%s%s", path, *known ? "; there are: " : "", known);
	} else {
		good = environment_file_read(environment, path, error) && finish(environment, path, settings, &database, error) &&
		       find_policy(environment, path, error);
	}
	if (good)
		return environment;
	environment_free(environment);
	return NULL;
}

struct environment *environment_of_place(const char *place, const GPtrArray *settings, GError **error)
{
	struct environment *environment = environment_new();

	environment->directory = g_strdup(".");
	environment->place = g_strdup(place);
	if (finish(environment, "-d", settings, &environment->name, error))
		return environment;
	environment_free(environment);
	return NULL;
}

struct environment *environment_of_settings(const GPtrArray *settings, GError **error)
{
	struct environment *environment = environment_new();

	environment->directory = g_strdup(".");
	environment->name = g_strdup("(none)");
	if (take_settings(environment, settings, error))
		return environment;
	environment_free(environment);
	return NULL;
}
