/* Comments and statements of a plan for the files of changes. */
#include "cmd/author_text.h"

#include "cmd/report.h"
#include "cmd/script.h"
#include "cmd/terminal.h"
#include "sql/psql.h"

/* One line of a list. It cannot be read as a directive, and line breaks in names are escaped. */
static void append_item(GString *out, const char *what, const char *text)
{
	g_autofree char *line = terminal_escape(text);

	g_string_append_printf(out, "--   * %s: %s\n", what, line);
}

static void append_items(GString *out, const char *what, const GPtrArray *remarks)
{
	for (guint i = 0; i < remarks->len; i++)
		append_item(out, what, remark_text(remarks, i));
}

void author_append_head(GString *out, const char *title, const struct plan *plan)
{
	g_autofree char *counts = report_counts(&plan->counts);

	g_string_append_printf(out, "-- %s %s.\n", title, counts);
	append_items(out, "data loss", plan->losses);
	for (guint i = 0; i < plan->risks->len; i++)
		append_item(out, "risk", ((const struct risk *)plan->risks->pdata[i])->text);
	append_items(out, "note", plan->notes);
}

void author_append_statements(GString *out, const struct plan *plan)
{
	g_autoptr(GPtrArray) statements = script_statements(plan, NULL, true);

	for (guint i = 0; i < statements->len; i++) {
		bool setting = g_str_has_prefix(statements->pdata[i], "SET LOCAL ");
		bool again = setting && i && g_str_has_prefix(statements->pdata[i - 1], "SET LOCAL ");
		g_string_append(out, again ? "" : "\n");
		psql_write(out, statements->pdata[i]);
		g_string_append(out, ";\n");
	}
}

bool author_sets_role(const struct plan *plan)
{
	for (guint i = 0; plan && i < plan->steps->len; i++)
		if (g_str_has_prefix(((const struct step *)plan->steps->pdata[i])->sql, "SET ROLE "))
			return true;
	return false;
}
