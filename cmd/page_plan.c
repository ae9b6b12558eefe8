/* yaml2db --html: a plan as a page. */
#include "cmd/page_plan.h"

#include <string.h>

#include "catalog/kinds.h"
#include "cmd/html.h"
#include "cmd/page.h"
#include "cmd/page_change.h"
#include "cmd/plan_text.h"
#include "cmd/report.h"
#include "cmd/xml.h"
#include "diff/lock.h"

/* Lines that are of one sort, in a box. */
static void append_box(GString *out, const char *class, const char *title, const GPtrArray *lines)
{
	if (!lines->len)
		return;
	g_string_append_printf(out, "<div class=\"%s\">", class);
	html_element(out, "h2", NULL, title);
	g_string_append(out, "<ul>");
	for (guint i = 0; i < lines->len; i++)
		html_element(out, "li", NULL, lines->pdata[i]);
	g_string_append(out, "</ul></div>\n");
}

static GPtrArray *remark_lines(const GPtrArray *remarks)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < remarks->len; i++)
		g_ptr_array_add(lines, g_strdup(remark_text(remarks, i)));
	return lines;
}

static GPtrArray *risk_lines(const GPtrArray *risks)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < risks->len; i++) {
		char *text = plan_text_risk(risks->pdata[i]);
		if (text)
			g_ptr_array_add(lines, text);
	}
	return lines;
}

static void append_remarks(GString *out, const struct plan *plan)
{
	g_autoptr(GPtrArray) losses = remark_lines(plan->losses), risks = risk_lines(plan->risks),
			     notes = remark_lines(plan->notes), look_alikes = remark_lines(plan->look_alikes);

	append_box(out, "loss", "Data that are lost", losses);
	append_box(out, "risk", "What rows can make fail", risks);
	append_box(out, "risk", "Perhaps renames", look_alikes);
	append_box(out, "note", "Notes", notes);
}

static void append_number(GString *out, unsigned number, const char *class)
{
	if (number)
		g_string_append_printf(out, "<td class=\"%s\">%u</td>", class, number);
	else
		g_string_append(out, "<td></td>");
}

static void append_counts(GString *out, const GPtrArray *differences)
{
	g_autoptr(GArray) all = plan_view_kinds(differences);

	if (!all->len)
		return;
	g_string_append(out, "<table class=\"counts\"><thead><tr><th>kind</th><th>to add</th><th>to change</th><th>to "
			     "drop</th></tr></thead><tbody>\n");
	for (guint i = 0; i < all->len; i++) {
		const struct plan_view_kind *one = &g_array_index(all, struct plan_view_kind, i);
		g_string_append(out, "<tr>");
		html_element(out, "td", NULL, one->kind->name);
		append_number(out, one->counts.added, "added");
		append_number(out, one->counts.changed, "changed");
		append_number(out, one->counts.dropped, "dropped");
		g_string_append(out, "</tr>\n");
	}
	g_string_append(out, "</tbody></table>\n");
}

static void append_statement(GString *out, const struct plan_view_step *step, guint number)
{
	g_autofree char *hazard = plan_text_hazard(step), *measured = plan_text_measured(step),
			*sql = page_statement(step->step->sql);
	bool bad = step->work || step->step->loses;

	g_string_append_printf(
		out, "<tr id=\"statement.%u\"><td data-label=\"number\">%u</td><td data-label=\"statement\">", number, number);
	html_element(out, "pre", NULL, sql);
	g_string_append(out, "</td><td data-label=\"for\">");
	if (step->object) {
		html_element(out, "span", "n", step->object);
		g_string_append(out, ": ");
	}
	xml_append(out, step->cause);
	g_string_append(out, "</td><td data-label=\"locks\">");
	if (hazard)
		html_element(out, "span", bad ? "hazard bad" : "hazard", hazard);
	if (step->step->loses)
		html_element(out, "p", "hazard bad", "data are lost");
	if (measured)
		html_element(out, "p", "facts", measured);
	if (step->step->own_transaction)
		html_element(out, "p", "facts", "has to be committed before what it makes can be used");
	g_string_append(out, "</td></tr>\n");
}

static void add_statements(struct page *page, const struct plan_view *view)
{
	g_autofree char *title = plan_text_statements(view);

	page_open_section(page, "statements", "", title);
	g_string_append(page->body, "<table class=\"statements\"><thead><tr><th>#</th><th>statement</th><th>for</th><th>locks and "
				    "work</th></tr></thead><tbody>\n");
	for (guint i = 0; i < view->steps->len; i++) {
		g_autofree char *transaction = plan_text_transaction(view->comparison->up->transactions, i);
		if (transaction) {
			g_string_append(page->body, "<tr><th colspan=\"4\">");
			xml_append(page->body, transaction);
			g_string_append(page->body, "</th></tr>\n");
		}
		append_statement(page->body, &g_array_index(view->steps, struct plan_view_step, i), i + 1);
	}
	g_string_append(page->body, "</tbody></table>\n");
	page_close_section(page);
}

static bool append_diagram(struct page *page, GError **error)
{
	GString *out = page->head;

	if (!tables_count(page->tables, NULL))
		return true;
	g_string_append(out, "<h2>Tables and their keys</h2>\n<p class=\"legend\"><span class=\"added\">added</span><span "
			     "class=\"changed\">changed</span><span class=\"dropped\">dropped</span><span>as before</span></p>\n");
	if (tables_count(page->tables, NULL) <= TABLES_WHOLE)
		return tables_write_whole(page->tables, NULL, out, error);
	html_element(out, "p", "facts", "There are many tables: each that changes is shown below, with those around it.");
	return tables_write_schemas(page->tables, out, error);
}

static bool fill(struct page *page, const struct plan_view *view, GError **error)
{
	const struct plan *plan = view->comparison->up;
	g_autofree char *counts = report_counts(&plan->counts), *statements = plan_text_statements(view);

	g_string_append(page->head, "<p class=\"facts\">");
	xml_append(page->head, counts);
	if (plan->steps->len) {
		g_string_append(page->head, "; <a href=\"#statements\">");
		xml_append(page->head, statements);
		g_string_append(page->head, "</a>");
	}
	if (view->server)
		g_string_append_printf(page->head, "; PostgreSQL %d", view->server / 10000);
	g_string_append(page->head, "</p>\n<div data-whole=\"\">\n");
	append_counts(page->head, view->differences);
	append_remarks(page->head, plan);
	bool good = append_diagram(page, error);
	g_string_append(page->head, "</div>\n");
	if (!good || !page_add_changes(page, view, error))
		return false;
	if (plan->steps->len)
		add_statements(page, view);
	return true;
}

bool page_plan(const struct plan_view *view, GString *out, GError **error)
{
	g_autofree char *title = g_strdup_printf("From %s to %s", view->from, view->to);
	struct page page;

	page_init(&page, snapshot_pool(view->want), tables_new(view->have, view->want, view->differences));
	/* what one side says nothing of is no difference */
	page.options.no_owner = snapshot_silences(view->have)->owners || snapshot_silences(view->want)->owners;
	page.options.no_privileges = snapshot_silences(view->have)->privileges || snapshot_silences(view->want)->privileges;
	bool good = fill(&page, view, error);
	if (good)
		page_write(&page, title, out);
	page_clear(&page);
	return good;
}
