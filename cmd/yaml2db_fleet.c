/* yaml2db --check of several places. */
#include "cmd/yaml2db_fleet.h"

#include <stdio.h>
#include <string.h>

#include "cmd/annotation.h"
#include "cmd/annotation_plain.h"
#include "cmd/fleet.h"
#include "cmd/name_map.h"
#include "cmd/output.h"
#include "cmd/terminal.h"
#include "cmd/yaml2db_options.h"
#include "migrate/command.h"
#include "migrate/environment.h"
#include "migrate/tenant.h"

enum status { SAME = 0, DIFFERENT = 1, TROUBLE = 2, STATUSES };

#define FLEET_ERROR (g_quark_from_static_string("yaml2db"))

static const char *const outcomes[STATUSES] = { "the same", "differs", "could not be compared" };

struct many {
	const char *want;
	char *password; /* from --env; NULL */
	yaml2db_check_one *check;
	struct environment *environment; /* NULL: places were given */
	struct project *project;	 /* the project of its tenants; NULL */
	GPtrArray *names;
};

/* Appends a name quoted for --map-schema. */
static void append_quoted(GString *out, const char *name)
{
	g_auto(GStrv) parts = g_strsplit(name, "\"", -1);
	g_autofree char *doubled = g_strjoinv("\"\"", parts);

	g_string_append_printf(out, "\"%s\"", doubled);
}

/* Maps the schema that stands for tenants to this tenant's, and compares nothing else. */
static bool take_tenant(const struct many *many, const char *tenant, GError **error)
{
	const char *schema = many->project->schemas->pdata[0];
	g_autoptr(GString) map = g_string_new(NULL);

	if (!options.selection.schemas) {
		options.selection.schemas = g_ptr_array_new();
		g_ptr_array_add(options.selection.schemas, (gpointer)schema);
	}
	if (strcmp(schema, tenant) == 0)
		return true;
	if (!options.schema_map)
		options.schema_map = g_ptr_array_new();
	append_quoted(map, schema);
	g_string_append_c(map, '=');
	append_quoted(map, tenant);
	g_ptr_array_add(options.schema_map, map->str);
	options.place.schema_names = schema_map_new(options.schema_map, &options.selection, error);
	g_ptr_array_set_size(options.schema_map, (gint)options.schema_map->len - 1);
	return options.place.schema_names;
}

/* Runs in the child process. For annotations it prints JSON, even for an error. */
static int work(const struct fleet_member *member, void *data)
{
	const struct many *many = data;
	g_autoptr(GError) error = NULL;

	if (options.format)
		options.format = "json";
	const char *place = many->project ? many->environment->place : member->key;
	g_autofree char *have = many->environment ? g_strconcat("db:", place, NULL) : g_strdup(place);
	int status = !many->project || take_tenant(many, member->key, &error)
			     ? many->check(have, many->want, many->password, &error)
			     : TROUBLE;
	fflush(stdout);
	if (error && options.format) {
		g_autoptr(GPtrArray) one = g_ptr_array_new_with_free_func((GDestroyNotify)annotations_free);
		g_ptr_array_add(one, annotations_of_error(member->name, many->want, error->message));
		annotations_write_json(one, stdout);
	}
	if (error)
		terminal_error("%s", error->message);
	g_clear_error(&error);
	return output_finish(&error) ? status : TROUBLE;
}

static enum status outcome(const struct fleet_member *member)
{
	return member->status == SAME || member->status == DIFFERENT ? (enum status)member->status : TROUBLE;
}

static void tell(const struct fleet_member *member, void *data)
{
	(void)data;
	if (options.format || (options.start.quiet && member->status == SAME))
		return;
	printf("%s: %s, %.1f s\n", member->name, outcomes[outcome(member)], member->seconds);
	fleet_print(member, stdout);
}

/* Adds a place under its name, followed by a number if the name is taken. */
static void add_place(struct fleet *fleet, struct many *many, const char *name)
{
	struct place *place = place_new(name, &options.place);
	char *called = g_strdup(place_name(place));

	for (guint i = 0, twin = 1; i < fleet->count; i++) {
		if (strcmp(fleet->members[i].name, called) != 0)
			continue;
		g_free(called);
		called = g_strdup_printf("%s (%u)", place_name(place), ++twin);
	}
	g_ptr_array_add(many->names, called);
	fleet_add(fleet, called, name);
	place_free(place);
}

static bool add_places(struct fleet *fleet, struct many *many, const GPtrArray *places, GError **error)
{
	for (guint i = 0; i < places->len; i++)
		if (strcmp(places->pdata[i], "-") == 0) {
			g_set_error(error, FLEET_ERROR, 0, "standard input can be read once: it is none of several places");
			return false;
		}
	for (guint i = 0; !options.environment && i + (options.multiple_files ? 0 : 1) < places->len; i++)
		add_place(fleet, many, places->pdata[i]);
	return true;
}

/* Reads the environment file and its project, whose directory env contains the file. */
static bool read_environment(struct many *many, const char *file, GError **error)
{
	g_autofree char *path = g_canonicalize_filename(file, NULL), *folder = g_path_get_dirname(path),
			*project = g_path_get_dirname(folder), *name = g_path_get_basename(path);

	if (!g_str_has_suffix(folder, "/env") || !g_str_has_suffix(name, ".yaml")) {
		g_set_error(error, FLEET_ERROR, 0,
			"--env takes the file of an environment of dbalign, such as env/prd.yaml, found \"%s\"", file);
		return false;
	}
	name[strlen(name) - strlen(".yaml")] = '\0';
	many->environment = environment_read(project, name, NULL, error);
	return many->environment &&
	       (!many->environment->password_command ||
		       (many->password = command_output(many->environment->password_command, "password_command", error)));
}

/* Adds the tenants; their project names the schema that stands for them. */
static bool add_tenants(struct many *many, GError **error)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	struct environment *environment = many->environment;

	if (!environment->tenants)
		return true;
	many->project = project_read(environment->directory, problems, error);
	g_autoptr(GPtrArray) schemas =
		many->project && tenant_project_check(many->project, error) ? tenants_read(environment, error) : NULL;
	if (schemas)
		environment_set_tenants(environment, schemas);
	return schemas;
}

static bool add_targets(struct fleet *fleet, struct many *many, GError **error)
{
	if (!options.environment)
		return true;
	if (!read_environment(many, options.environment, error) || !add_tenants(many, error))
		return false;
	const GPtrArray *targets = many->environment->targets;
	if (!many->project)
		fleet_add(fleet, targets ? TARGET_CANARY : many->environment->name, many->environment->place);
	for (guint i = 0; targets && i < targets->len; i++) {
		const struct environment_target *target = targets->pdata[i];
		g_ptr_array_add(many->names, terminal_escape(target->name));
		fleet_add(fleet, many->names->pdata[i], many->project ? target->name : target->place);
	}
	return true;
}

/* Writes the annotations of all places as one document. */
static bool write_annotations(const struct fleet *fleet, const struct many *many, GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)annotations_free);

	for (guint i = 0; i < fleet->count; i++) {
		const struct fleet_member *member = &fleet->members[i];
		struct annotations *one = member->printed ? annotations_read_json(member->printed->str) : NULL;
		if (!one)
			one = annotations_of_error(member->name, many->want,
				member->printed ? "the process that was to compare it has died" : "it was not begun");
		g_free(one->from);
		one->from = g_strdup(member->name);
		g_ptr_array_add(all, one);
	}
	return annotations_write(all, options.format, stdout, error);
}

/* Prints the totals. Returns the exit status. */
static int conclude(const struct fleet *fleet, const struct many *many, GError **error)
{
	guint counts[STATUSES] = { 0 };

	for (guint i = 0; i < fleet->count; i++)
		counts[outcome(&fleet->members[i])]++;
	if (options.format && (!write_annotations(fleet, many, error) || !output_finish(error)))
		return TROUBLE;
	if (!options.format && !options.start.quiet)
		printf("%u place%s: %u the same, %u different, %u could not be compared\n", fleet->count,
			fleet->count == 1 ? "" : "s", counts[SAME], counts[DIFFERENT], counts[TROUBLE]);
	return counts[TROUBLE] || !output_finish(error) ? TROUBLE : counts[DIFFERENT] ? DIFFERENT : SAME;
}

int yaml2db_check_many(const GPtrArray *places, const char *want, yaml2db_check_one *check, GError **error)
{
	struct many many = { .want = want, .check = check, .names = g_ptr_array_new_with_free_func(g_free) };
	struct fleet fleet = {
		.go_on = true, .apart = options.format, .crashed = TROUBLE, .work = work, .tell = tell, .data = &many
	};
	int status = TROUBLE;

	if (fleet_jobs(options.jobs, &fleet.jobs, error) && add_places(&fleet, &many, places, error) &&
		add_targets(&fleet, &many, error) && fleet_sail(&fleet, error))
		status = conclude(&fleet, &many, error);
	fleet_clear(&fleet);
	environment_free(many.environment);
	project_free(many.project);
	g_free(many.password);
	g_ptr_array_unref(many.names);
	return status;
}
