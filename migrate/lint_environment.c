/* Checks the environments of a project. */
#include "migrate/lint_environment.h"

#include <stdlib.h>
#include <string.h>

#include "migrate/environment.h"
#include "migrate/file.h"
#include "migrate/lint_text.h"
#include "migrate/tenant.h"

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *list_environments(const struct project *project)
{
	g_autofree char *path = file_path(project->directory, "env");
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (folder && (name = g_dir_read_name(folder)))
		if (*name != '.' && g_str_has_suffix(name, ".yaml"))
			g_ptr_array_add(names, g_strndup(name, strlen(name) - strlen(".yaml")));
	g_ptr_array_sort(names, compare_names);
	return names;
}

/* Reports variables of changes without a value there; --set may still give one. */
static void check_values(const struct lint *lint, const struct environment *environment, GHashTable *declared)
{
	guint count = 0;
	g_autofree gpointer *keys = g_hash_table_get_keys_as_array(declared, &count);

	qsort(keys, count, sizeof(*keys), compare_names);
	for (guint i = 0; i < count; i++)
		if (!variables_has(environment->variables, keys[i]) && !(environment->tenants && strcmp(keys[i], "tenant") == 0))
			lint_say(lint, true, NULL, "gives no value to variable \"%s\" of %s", (char *)keys[i],
				(char *)g_hash_table_lookup(declared, keys[i]));
}

void lint_environments(const struct project *project, GHashTable *declared, GPtrArray *findings)
{
	g_autoptr(GPtrArray) names = list_environments(project);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_strdup_printf("env/%s.yaml", (char *)names->pdata[i]);
		struct change_file file = { .path = path };
		struct lint lint = { .project = project, .file = &file, .findings = findings };
		GError *error = NULL;
		struct environment *environment = environment_read(project->directory, names->pdata[i], NULL, &error);
		if (environment && environment->tenants)
			tenant_project_check(project, &error);
		if (environment)
			check_values(&lint, environment, declared);
		if (error)
			lint_error(&lint, error);
		environment_free(environment);
	}
}
