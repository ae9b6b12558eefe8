/* Writes changes as migrations of Django: see RunSQL in its documentation. */
#include <string.h>

#include "cmd/django_name.h"
#include "cmd/export.h"
#include "cmd/migration.h"

static void write_way(GString *out, const char *name, const GPtrArray *statements)
{
	g_string_append_printf(out, "            %s=[\n", name);
	for (guint i = 0; i < statements->len; i++)
		migration_statement(out, statements->pdata[i]);
	g_string_append(out, "            ],\n");
}

static void write_migration(
	GString *out, const struct export *export, const struct export_change *change, const GPtrArray *dependencies)
{
	g_string_append_printf(out,
		"# Written by dbalign (pgcanon) " PGCANON_VERSION ": change %s of %s.\n\nfrom django.db import migrations\n\n\n"
		"class Migration(migrations.Migration):\n",
		change->name, export->project->name);
	if (!change->transaction)
		g_string_append(out, "    atomic = False\n\n");
	migration_dependencies(out, dependencies);
	g_string_append(out, "\n    operations = [\n        migrations.RunSQL(\n");
	write_way(out, "sql", change->up);
	if (change->down)
		write_way(out, "reverse_sql", change->down);
	g_string_append(out, "        ),\n    ]\n");
}

/* Module names cannot contain hyphens; the number keeps them unique. */
static char *module_name(const struct export_change *change)
{
	return g_strdelimit(g_strdup(change->name), "-", '_');
}

static bool write_all(struct export *export, const char *app, GPtrArray *dependencies)
{
	for (guint i = 0; i < export->changes->len; i++) {
		const struct export_change *change = export->changes->pdata[i];
		char *module = module_name(change);
		write_migration(export_add(export, "%s.py", module), export, change, dependencies);
		g_ptr_array_set_size(dependencies, 0);
		g_ptr_array_add(dependencies, g_strdup(app));
		g_ptr_array_add(dependencies, module);
	}
	return true;
}

/* Django needs a file that makes the folder a package; it is written if missing. */
static bool write_django(struct export *export, GError **error)
{
	g_autofree char *package = g_build_filename(export->directory, "__init__.py", NULL);
	struct django_name name = { 0 };
	bool good = true;

	if (!g_file_test(package, G_FILE_TEST_EXISTS))
		export_add(export, "__init__.py");
	if (!export->changes->len)
		return true;
	g_autofree char *module = module_name(export->changes->pdata[0]),
			*path = g_strdup_printf("%s/%s.py", export->directory, module);
	g_autoptr(GPtrArray) dependencies = NULL;
	good = django_name_init(&name, path, export->options->app, error) &&
	       (dependencies = django_name_dependencies(&name, export->options->depends_on, error));
	if (!good)
		migrate_fail_as(error, MIGRATE_USAGE);
	else if (!name.app)
		good = migrate_fail(error, MIGRATE_USAGE,
			"%s: of which app? --app LABEL tells it, or a folder such as shop/migrations", export->directory);
	good = good && write_all(export, name.app, dependencies);
	django_name_clear(&name);
	return good;
}

const struct export_format export_django = { "django", false, write_django };
