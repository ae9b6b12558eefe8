/* Writes a plan and its way back as a migration of Django: see "Writing database migrations" and RunSQL in its documentation. */
#include "cmd/migration.h"

#include <string.h>

#include "catalog/object.h"
#include "cmd/head.h"
#include "cmd/python.h"
#include "cmd/script_transaction.h"

enum { INDENT = 16 }; /* of statements */

/*
 * The first two lines are constant: Python looks there for the encoding of the file, which no name may set. Names in later comments
 * are escaped.
 */
static const char title[] = "# Written by yaml2db (pgcanon) " PGCANON_VERSION ", both ways of one change.\n"
			    "#\n";

void migration_statement(GString *out, const char *sql)
{
	g_string_append_printf(out, "%*s", INDENT, "");
	python_literal(out, sql, strlen(sql), INDENT);
	g_string_append(out, ",\n");
}

static void append_all(GString *out, const GPtrArray *statements)
{
	for (guint i = 0; i < statements->len; i++)
		migration_statement(out, statements->pdata[i]);
}

static void append_steps(GString *out, const struct plan *plan, const char *search_path)
{
	bool told = search_path && !plan->guard;
	g_autofree char *computing =
		told ? g_strconcat("SET LOCAL search_path = ", search_path, NULL) : g_strdup(SCRIPT_RESTORE_PATH);
	const struct script_session session = { "SET LOCAL ", plan->guard ? SCRIPT_CURRENT_PATH : "SET LOCAL search_path = ''",
		computing };
	bool lost = false;

	for (guint i = 0; i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];
		g_autoptr(GPtrArray) before = script_switches(plan, i, &session);
		append_all(out, before);
		if (step->loses && !lost)
			g_string_append_printf(out, "%*s# from here on data are lost\n", INDENT, "");
		lost = lost || step->loses;
		migration_statement(out, step->sql);
	}
}

/* Appends an argument of RunSQL. */
static void append_way(GString *out, const char *name, const struct plan *plan, const struct script_options *options)
{
	g_string_append_printf(out, "            %s=", name);
	if (!plan->steps->len) {
		g_string_append(out, "migrations.RunSQL.noop,\n");
		return;
	}
	g_string_append(out, "[\n");
	if (plan->guard)
		migration_statement(out, plan->guard);
	g_string_append_printf(out, "%*s*save_settings,\n", INDENT, "");
	append_steps(out, plan, options->search_path);
	g_string_append_printf(out, "%*s*restore_settings,\n            ],\n", INDENT, "");
}

static void append_list(GString *out, const char *name, const GPtrArray *statements)
{
	g_string_append_printf(out, "%s = [\n", name);
	for (guint i = 0; i < statements->len; i++) {
		g_string_append(out, "    ");
		python_literal(out, statements->pdata[i], strlen(statements->pdata[i]), 4);
		g_string_append(out, ",\n");
	}
	g_string_append(out, "]\n");
}

static void append_settings(GString *out, const struct plan *plan)
{
	g_autoptr(GPtrArray) save = script_save_settings(plan), restore = g_ptr_array_new();

	g_ptr_array_add(restore, SCRIPT_RESTORE);
	g_string_append(out,
		"# What the statements rely on, for the transaction only; the session's own settings come back behind them.\n");
	append_list(out, "save_settings", save);
	append_list(out, "restore_settings", restore);
}

void migration_dependencies(GString *out, const GPtrArray *dependencies)
{
	g_string_append(out, "    dependencies = [");
	for (guint i = 0; i + 1 < dependencies->len; i += 2) {
		const char *app = dependencies->pdata[i], *name = dependencies->pdata[i + 1];
		g_string_append(out, "\n        (");
		python_literal(out, app, strlen(app), 0);
		g_string_append(out, ", ");
		python_literal(out, name, strlen(name), 0);
		g_string_append(out, "),");
	}
	g_string_append(out, dependencies->len ? "\n    ]\n" : "]\n");
}

static bool check_statements(const struct plan *plan, GError **error)
{
	for (guint i = 0; i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];
		if (g_utf8_validate(step->sql, -1, NULL))
			continue;
		g_autofree char *name = object_describe(step->object);
		g_set_error(error, PLAN_ERROR, PLAN_TEXT, "%s: a text of it is not UTF-8, which a migration of Django cannot say",
			name);
		return false;
	}
	return script_fits_transaction(plan, "write plain SQL without --format django, and run it with psql without -1", error);
}

bool migration_write(GString *out, const struct migration *migration, GError **error)
{
	if (!check_statements(migration->up, error) || !check_statements(migration->down, error))
		return false;
	g_string_append(out, title);
	head_write_places(out, "# ", "", migration->up, migration->there);
	head_write_facts(out, "# ", migration->up);
	head_write_facts(out, "# on the way back: ", migration->down);
	g_string_append(out, "\nfrom django.db import migrations\n\n");
	append_settings(out, migration->up);
	g_string_append(out, "\n\nclass Migration(migrations.Migration):\n");
	migration_dependencies(out, migration->dependencies);
	g_string_append(out, "\n    operations = [\n        migrations.RunSQL(\n");
	append_way(out, "sql", migration->up, migration->there);
	append_way(out, "reverse_sql", migration->down, migration->back);
	g_string_append(out, "        ),\n    ]\n");
	return true;
}
