/* yaml2db --plan text: the plan for people. */
#include "cmd/plan_text.h"

#include "cmd/plan_view.h"

#include <string.h>

#include "cmd/report.h"
#include "cmd/terminal.h"
#include "diff/lock.h"
#include "diff/online/online.h"
#include "diff/risk.h"

enum { SHORT = 120 }; /* characters of a statement */

static void print_line(FILE *file, enum colour colour, const char *before, const char *text)
{
	g_autofree char *line = terminal_escape(text);

	fprintf(file, "%s%s%s%s\n", terminal_colour(file, colour), before, line, terminal_colour(file, COLOUR_NONE));
}

/* The statement in one line; a long one is cut. */
static char *shorten(const char *sql)
{
	g_auto(GStrv) lines = g_strsplit_set(sql, "\n\t ", -1);
	g_autoptr(GString) out = g_string_new(NULL);

	for (char **word = lines; *word; word++)
		if (**word)
			g_string_append_printf(out, "%s%s", out->len ? " " : "", *word);
	if (g_utf8_strlen(out->str, -1) <= SHORT)
		return g_strdup(out->str);
	g_autofree char *part = g_utf8_substring(out->str, 0, SHORT);
	return g_strconcat(part, "...", NULL);
}

static void append_works(GString *out, unsigned work, bool several)
{
	static const char *const works[][2] = { { "is rewritten", "are rewritten" }, { "is scanned", "are scanned" },
		{ "gets an index", "get an index" } };
	const char *before = ", which ";

	for (size_t i = 0; i < G_N_ELEMENTS(works); i++)
		if (work & (1u << i)) {
			g_string_append_printf(out, "%s%s", before, works[i][several]);
			before = " and ";
		}
}

static void append_work(GString *out, unsigned work)
{
	append_works(out, work, false);
}

char *plan_text_hazard(const struct plan_view_step *step)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (step->lock && step->relation)
		g_string_append_printf(out, "%s on %s", step->lock, step->relation);
	if (step->lock && step->bytes >= 0) {
		g_autofree char *size = g_format_size((guint64)step->bytes);
		g_string_append_printf(out, step->rows >= 0 ? " (about %lld rows, " : " (", step->rows);
		g_string_append_printf(out, "%s)", size);
	}
	if (out->len)
		append_work(out, step->work);
	else if (step->others) {
		g_string_append_printf(out, "%s on related tables", step->others);
		append_works(out, step->work, true);
		return g_strdup(out->str);
	}
	if (step->seconds >= 1)
		g_string_append_printf(out, ": perhaps %.0f s", step->seconds);
	if (step->others)
		g_string_append_printf(out, "%s%s on related tables", out->len ? "; " : "", step->others);
	return out->len ? g_strdup(out->str) : NULL;
}

/*
 * Where the measured locks and work differ from the predicted ones, as a text; functions of extensions are predicted at their
 * worst. NULL: nowhere.
 */
static char *describe_measured(const struct plan_view_step *step)
{
	const struct lock_hazard *measured = &step->measured;
	g_autoptr(GString) out = g_string_new("on the scratch server it took ");

	if (!step->is_measured || (g_strcmp0(measured->lock, step->lock) == 0 && g_strcmp0(measured->other, step->others) == 0 &&
					  measured->work == step->work))
		return NULL;
	g_string_append(out, measured->lock ? measured->lock : "no lock");
	append_work(out, measured->work);
	if (measured->other)
		g_string_append_printf(out, "; %s on other tables", measured->other);
	return g_strdup(out->str);
}

static void print_step(const struct plan_view_step *step, guint number, FILE *file)
{
	g_autofree char *statement = shorten(step->step->sql), *hazard = plan_text_hazard(step),
			*shown = hazard ? terminal_escape(hazard) : NULL, *measured = describe_measured(step);
	g_autofree char *before = g_strdup_printf("%4u  ", number),
			*cause = step->step->cause ? g_strdup(step->cause)
						   : g_strdup_printf("%s: %s", step->object ? step->object : "rows", step->cause);
	bool bad = step->work || step->step->loses;

	print_line(file, COLOUR_NONE, before, statement);
	print_line(file, COLOUR_NONE, "      ", cause);
	if (shown)
		fprintf(file, "      %s%s%s\n", terminal_colour(file, bad ? COLOUR_BAD : COLOUR_CHANGED), shown,
			terminal_colour(file, COLOUR_NONE));
	if (measured)
		print_line(file, COLOUR_CHANGED, "      ", measured);
	if (step->step->own_transaction)
		print_line(file, COLOUR_CHANGED, "      ", "has to be committed before what it makes can be used");
}

/* Prints a heading where a transaction of an online plan begins with that step. */
static void print_transaction(const GPtrArray *all, guint step, FILE *file)
{
	guint first = 0;

	for (guint i = 0; i < all->len && first <= step; i++) {
		const struct online_transaction *transaction = all->pdata[i];
		if (first == step)
			fprintf(file, "%u of %u, in %s%s%s\n", i + 1, all->len,
				transaction->outside ? "no transaction" : "a transaction",
				transaction->lock			    ? ", after "
				: transaction->outside || transaction->slow ? "; others work meanwhile"
									    : "",
				transaction->lock ? transaction->lock : "");
		first += transaction->steps->len;
	}
}

static void print_steps(const struct plan_view *view, FILE *file)
{
	const struct plan *plan = view->comparison->up;

	if (plan->transactions)
		fprintf(file, "\n%u statements, while others work:\n", plan->steps->len);
	else
		fprintf(file, "\n%u statements, %s:\n", plan->steps->len,
			view->together ? "which can run in one transaction" : "not in one transaction");
	for (guint i = 0; i < view->steps->len; i++) {
		if (plan->transactions)
			print_transaction(plan->transactions, i, file);
		print_step(&g_array_index(view->steps, struct plan_view_step, i), i + 1, file);
	}
}

void plan_view_text(const struct plan_view *view, FILE *file)
{
	const struct plan *plan = view->comparison->up;
	g_autofree char *counts = report_counts(&plan->counts),
			*title = g_strdup_printf("from %s to %s: %s", view->from, view->to, counts);

	print_line(file, COLOUR_NONE, "", title);
	if (!plan->steps->len)
		return;
	fputc('\n', file);
	report_differences(view->differences, file);
	print_steps(view, file);
	if (plan->losses->len || plan->risks->len || plan->notes->len || plan->look_alikes->len)
		fputc('\n', file);
	for (guint i = 0; i < plan->losses->len; i++)
		print_line(file, COLOUR_BAD, "data loss: ", remark_text(plan->losses, i));
	for (guint i = 0; i < plan->risks->len; i++) {
		const struct risk *risk = plan->risks->pdata[i];
		g_autofree char *text = risk_describe(risk),
				*whole = text && risk->examples ? g_strdup_printf("%s: %s", text, risk->examples) : NULL;
		if (text)
			print_line(file, COLOUR_CHANGED, "risk: ", whole ? whole : text);
	}
	for (guint i = 0; i < plan->notes->len; i++)
		print_line(file, COLOUR_NONE, "note: ", remark_text(plan->notes, i));
	for (guint i = 0; i < plan->look_alikes->len; i++) {
		const struct remark *remark = plan->look_alikes->pdata[i];
		g_autofree char *place = object_place(remark->object), *line = g_strconcat(place, remark->text, NULL);
		print_line(file, COLOUR_CHANGED, "perhaps a rename: ", line);
	}
}
