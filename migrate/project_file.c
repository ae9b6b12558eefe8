/* project.yaml. */
#include "migrate/project_file.h"

#include <string.h>

#include "migrate/file.h"
#include "migrate/status.h"
#include "sql/search_path.h"
#include "yaml/scalar.h"

static const char *const formats[] = { "1", NULL }, *const contracts[] = { "required", "optional", NULL };

#define AT(field) offsetof(struct project, field)
const struct setting project_settings[] = {
	{ "name", SETTING_TEXT, AT(name), "what the project is called; it stands in lines of files", .required = true,
		.pattern = "[^\\x00-\\x1f\\x7f]+" },
	{ "uuid", SETTING_TEXT, AT(uuid),
		"identifies the project: the chain of the manifest begins with it, and databases remember it", .required = true,
		.pattern = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}" },
	{ "format", SETTING_TEXT, AT(format), "the version of the layout of files", .required = true, .words = formats },
	{ "role", SETTING_TEXT, AT(role), "the logical role of changes that name none; env/ says which role of the server it is" },
	{ "search_path", SETTING_TEXT, AT(search_path),
		"the search_path of changes that give none; default: none, names are qualified" },
	{ "schemas", SETTING_TEXTS, AT(schemas), "the schemas in which drift is looked for; without it all but the system's" },
	{ "contracts", SETTING_TEXT, AT(contracts), "whether each change needs a pre- and a postcondition", .words = contracts },
	{ 0 },
};
#undef AT

static bool fail(const char *path, GError **error)
{
	g_prefix_error(error, "%s: \"search_path\": ", path);
	return migrate_fail_as(error, MIGRATE_USAGE);
}

bool project_file_read(struct project *project, GError **error)
{
	g_autofree char *path = file_path(project->directory, "project.yaml");

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return migrate_fail(error, MIGRATE_USAGE,
			"%s: there is no project here; `dbalign init NAME` makes one, and -C DIR says where one is", path);
	size_t length = 0;
	g_autofree char *text = file_read(path, &length, error);
	if (!text || !settings_read_text(path, text, length, project_settings, project, error))
		return migrate_fail_as(error, MIGRATE_USAGE);
	file_hash(text, length, project->settings);
	project->contracts_optional = g_strcmp0(project->contracts, "optional") == 0;
	if (!project->search_path)
		return true;
	g_autofree char *written = g_steal_pointer(&project->search_path);
	return (project->search_path = search_path_parse(written, error)) || fail(path, error);
}

void project_file_write(GString *out, const char *uuid, const struct init_options *options)
{
	g_string_append(out, "name: ");
	scalar_write(out, options->name);
	g_string_append_printf(out, "\nuuid: %s\nformat: 1\n", uuid);
	if (options->search_path) {
		g_string_append(out, "search_path: ");
		scalar_write(out, options->search_path);
		g_string_append_c(out, '\n');
	}
	if (options->contracts_optional)
		g_string_append(out, "contracts: optional\n");
}
