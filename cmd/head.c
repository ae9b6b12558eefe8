/* The comments at the head of a script. */
#include "cmd/head.h"

#include "cmd/report.h"
#include "cmd/script_transaction.h"
#include "cmd/terminal.h"
#include "diff/risk.h"

#define SQL_COMMENT "-- "

static void write_line(GString *out, const char *before, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void write_line(GString *out, const char *before, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments), *line = terminal_escape(text);
	va_end(arguments);
	g_string_append_printf(out, "%s%s\n", before, line);
}

static void write_remarks(GString *out, const char *before, const char *what, const GPtrArray *remarks)
{
	for (guint i = 0; i < remarks->len; i++)
		write_line(out, before, "%s: %s", what, remark_text(remarks, i));
}

static void write_risks(GString *out, const char *before, const struct plan *plan)
{
	for (guint i = 0; i < plan->risks->len; i++) {
		g_autofree char *text = risk_describe(plan->risks->pdata[i]);
		if (text)
			write_line(out, before, "risk: %s", text);
	}
}

/* A shell word, quoted if necessary. */
static char *shell_word(const char *word)
{
	static const char plain[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-+./:,";

	return *word && !word[strspn(word, plain)] ? g_strdup(word) : g_shell_quote(word);
}

static void write_command(GString *out, const struct plan *plan, const struct script_options *options)
{
	bool together = !plan->transactions && script_fits_transaction(plan, "", NULL);
	g_autofree char *database = options->database ? shell_word(options->database) : g_strdup("DATABASE");

	write_line(out, SQL_COMMENT, "to be run by: psql -X%s -v ON_ERROR_STOP=1 -d %s -f FILE",
		together && !options->single_transaction ? " -1" : "", database);
	if (plan->transactions) {
		write_line(out, SQL_COMMENT,
			"not by psql -1: it is %u transactions. If it stops halfway, yaml2db --online plans what is left",
			plan->transactions->len);
		return;
	}
	if (!together)
		write_line(out, SQL_COMMENT,
			"not by psql -1: some of it can be used only once it is committed. If it stops halfway, yaml2db plans what is "
			"left");
}

void head_write_facts(GString *out, const char *before, const struct plan *plan)
{
	write_remarks(out, before, "data loss", plan->losses);
	write_risks(out, before, plan);
	write_remarks(out, before, "note", plan->notes);
}

void head_write_places(
	GString *out, const char *before, const char *title, const struct plan *plan, const struct script_options *options)
{
	g_autofree char *counts = report_counts(&plan->counts);

	write_line(out, before, "%sfrom %s to %s%s", title, options->from, options->to, options->back ? ", the way back" : "");
	if (options->server)
		write_line(out, before, "for PostgreSQL %d", options->server / 10000);
	write_line(out, before, "%s", counts);
}

void head_write(GString *out, const struct plan *plan, const struct script_options *options)
{
	head_write_places(out, SQL_COMMENT, "yaml2db (pgcanon) " PGCANON_VERSION ": ", plan, options);
	write_command(out, plan, options);
	head_write_facts(out, SQL_COMMENT, plan);
}
