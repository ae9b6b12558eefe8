/* Formats of SQL scripts: psql, sqitch and Flyway. */
#include <string.h>

#include "cmd/export.h"
#include "sql/quote.h"

/* Appends each statement with a semicolon; between BEGIN and end, unless that is NULL. */
static void append_statements(GString *out, const GPtrArray *statements, const char *end)
{
	if (end)
		g_string_append(out, "BEGIN;\n\n");
	for (guint i = 0; i < statements->len; i++)
		g_string_append_printf(out, "%s;\n\n", (const char *)statements->pdata[i]);
	if (end)
		g_string_append_printf(out, "%s;\n", end);
}

/* Appends a statement that raises an exception. */
static void append_refusal(GString *out, const struct export_change *change)
{
	g_autoptr(GString) text = g_string_new(NULL), message = g_string_new(NULL);

	g_string_printf(message, "%s is irreversible: %s", change->name, change->irreversible);
	quote_format(text, "\nBEGIN\n  RAISE EXCEPTION USING MESSAGE = %L;\nEND\n", message->str);
	quote_format(out, "DO %D;\n", text->str);
}

/* Writes one direction of a change for psql. */
static void write_script(GString *out, const struct export_change *change, const GPtrArray *statements)
{
	g_string_append_printf(out, "%s\\set ON_ERROR_STOP on\n\n", change->head);
	if (statements)
		append_statements(out, statements, change->transaction ? "COMMIT" : NULL);
	else
		append_refusal(out, change);
}

/* The scripts run in order; those for rollback, in reverse order, stop after the last irreversible change. */
static bool write_psql(struct export *export, GError **error)
{
	GString *all = export_add(export, "all.sql"), *back = export_add(export, "back.sql");
	bool ends = false;

	(void)error;
	g_string_append(
		all, "-- Applies all changes, to be run once by psql. It stops at the first error.\n\\set ON_ERROR_STOP on\n");
	g_string_append(back,
		"-- Takes the changes back, to be run by psql after all.sql. It stops at the first error.\n\\set ON_ERROR_STOP on\n");
	for (guint i = 0; i < export->changes->len; i++) {
		const struct export_change *change = export->changes->pdata[i];
		write_script(export_add(export, "build/%s.sql", change->name), change, change->up);
		write_script(export_add(export, "rollback/%s.sql", change->name), change, change->down);
		g_string_append_printf(all, "\\ir build/%s.sql\n", change->name);
	}
	for (guint i = export->changes->len; i > 0 && !ends; i--) {
		const struct export_change *change = export->changes->pdata[i - 1];
		ends = change->irreversible;
		if (ends)
			g_string_append_printf(back, "-- %s and what was before it stay, as it is irreversible.\n", change->name);
		else
			g_string_append_printf(back, "\\ir rollback/%s.sql\n", change->name);
	}
	return true;
}

/* sqitch hashes the planner's name and the time, so these are constant. */
#define PLANNED "1970-01-01T00:00:00Z dbalign <dbalign@localhost>"

static bool write_sqitch(struct export *export, GError **error)
{
	GString *plan = export_add(export, "sqitch.plan");

	g_string_append(export_add(export, "sqitch.conf"), "[core]\n\tengine = pg\n");
	g_string_append_printf(
		plan, "%%syntax-version=1.0.0\n%%project=%s\n%%uri=urn:uuid:%s\n\n", export->project->name, export->project->uuid);
	for (guint i = 0; i < export->changes->len; i++) {
		const struct export_change *change = export->changes->pdata[i];
		if (g_str_has_suffix(change->name, "-"))
			return migrate_fail(error, MIGRATE_FILES,
				"%s: sqitch takes no name that ends in \"-\"; nothing was written", change->name);
		write_script(export_add(export, "deploy/%s.sql", change->name), change, change->up);
		write_script(export_add(export, "revert/%s.sql", change->name), change, change->down);
		GString *verify = export_add(export, "verify/%s.sql", change->name);
		g_string_append(verify, "\\set ON_ERROR_STOP on\n\n");
		if (change->verify)
			append_statements(verify, change->verify, "ROLLBACK");
		else
			g_string_append(verify,
				"-- The postcondition, if there is one, compares with values from before the change; deploy does that.\n");
		g_string_append_printf(plan, "%s " PLANNED "\n", change->name);
	}
	return true;
}

/* Flyway's placeholders ${name} are disabled; a file next to the script sets that, and whether it runs outside a transaction. */
static void write_flyway_script(struct export *export, const struct export_change *change, char letter, const GPtrArray *statements)
{
	GString *out = export_add(export, "%c%05d__%s.sql", letter, change->number, change->slug), *settings = NULL;

	g_string_append(out, change->head);
	append_statements(out, statements, NULL);
	if (change->transaction && !strstr(out->str, "${"))
		return;
	settings = export_add(export, "%c%05d__%s.sql.conf", letter, change->number, change->slug);
	if (!change->transaction)
		g_string_append(settings, "executeInTransaction=false\n");
	if (strstr(out->str, "${"))
		g_string_append(settings, "placeholderReplacement=false\n");
}

static bool write_flyway(struct export *export, GError **error)
{
	(void)error;
	for (guint i = 0; i < export->changes->len; i++) {
		const struct export_change *change = export->changes->pdata[i];
		write_flyway_script(export, change, 'V', change->up);
		if (change->down)
			write_flyway_script(export, change, 'U', change->down);
	}
	return true;
}

const struct export_format export_psql = { "psql", true, write_psql };
const struct export_format export_sqitch = { "sqitch", true, write_sqitch };
const struct export_format export_flyway = { "flyway", false, write_flyway };
