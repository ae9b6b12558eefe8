/* The objects that differ, within the page of a plan. */
#include "cmd/page_change.h"

#include <string.h>

#include "catalog/kinds/schema.h"
#include "catalog/secret_find.h"
#include "cmd/html.h"
#include "cmd/page_object.h"
#include "cmd/page_value.h"
#include "cmd/plan_text.h"
#include "cmd/xml.h"

/* An object that is no part, with the differences of it and its parts. */
struct group {
	const struct object *whole;
	char *name;		/* as object_describe() has it: of both snapshots the same */
	GPtrArray *differences; /* const struct difference * */
	GArray *steps;		/* guint: numbers of its statements, from 0 */
};

static void group_free(gpointer data)
{
	struct group *group = data;

	g_free(group->name);
	g_ptr_array_unref(group->differences);
	g_array_unref(group->steps);
	g_free(group);
}

/* Those of a schema stand together, behind what is in none; a schema comes before what is in it. */
static int compare_groups(gconstpointer a, gconstpointer b)
{
	const struct group *one = *(const struct group *const *)a, *other = *(const struct group *const *)b;
	int order = g_strcmp0(schema_name_of(one->whole), schema_name_of(other->whole));

	return order ? order : object_compare(&one->whole, &other->whole);
}

static GPtrArray *groups_of(const struct plan_view *view)
{
	g_autoptr(GHashTable) by_name = g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *groups = g_ptr_array_new_with_free_func(group_free);

	for (guint i = 0; i < view->differences->len; i++) {
		const struct difference *difference = view->differences->pdata[i];
		const struct object *whole = object_outermost(difference->object);
		g_autofree char *name = object_describe(whole);
		struct group *group = g_hash_table_lookup(by_name, name);
		if (!group) {
			group = g_new(struct group, 1);
			*group = (struct group){ whole, g_strdup(name), g_ptr_array_new(),
				g_array_new(false, false, sizeof(guint)) };
			g_ptr_array_add(groups, group);
			g_hash_table_insert(by_name, group->name, group);
		}
		g_ptr_array_add(group->differences, (gpointer)difference);
	}
	for (guint i = 0; i < view->steps->len; i++) {
		const struct plan_view_step *step = &g_array_index(view->steps, struct plan_view_step, i);
		g_autofree char *name = step->object ? object_describe(object_outermost(step->step->object)) : NULL;
		struct group *group = name ? g_hash_table_lookup(by_name, name) : NULL;
		if (group)
			g_array_append_val(group->steps, i);
	}
	g_ptr_array_sort(groups, compare_groups);
	return groups;
}

static void append_cell(const struct page *page, GString *out, const char *label, const char *text)
{
	g_string_append_printf(out, "<td data-label=\"%s\">", label);
	if (text)
		page_append_text(page, out, text);
	g_string_append(out, "</td>");
}

/* What a part that comes or goes says of itself. */
static void append_part(const struct page *page, GString *out, const char *label, const struct object *part)
{
	g_string_append_printf(out, "<td data-label=\"%s\">", label);
	if (part)
		page_append_value(page, out, page_describe(page, part));
	g_string_append(out, "</td>");
}

static void append_difference(const struct page *page, GString *out, const struct group *group, const struct difference *difference)
{
	const struct object *object = difference->object;
	bool added = strcmp(difference->what, "missing") == 0, dropped = strcmp(difference->what, "not wanted") == 0;
	g_autofree char *words = page_words(difference->what);

	g_string_append(out, "<tr><td data-label=\"part\">");
	if (object->parent) {
		html_element(out, "span", "kind", object->kind->name);
		g_string_append_c(out, ' ');
		html_element(out, "code", "n", object->name);
	}
	g_string_append(out, "</td><td data-label=\"what\">");
	if (added || dropped)
		page_append_badge(out, added ? "added" : "dropped");
	else
		xml_append(out, words);
	if (difference->note)
		html_element(out, "small", NULL, "no statement changes it");
	g_string_append(out, "</td>");
	if (object != group->whole && (added || dropped)) {
		append_part(page, out, "before", dropped ? object : NULL);
		append_part(page, out, "after", added ? object : NULL);
	} else {
		append_cell(page, out, "before", difference->found);
		append_cell(page, out, "after", difference->wanted);
	}
	g_string_append(out, "</tr>\n");
}

static void append_differences(const struct page *page, GString *out, const struct group *group)
{
	g_string_append(out,
		"<table class=\"differences\"><thead><tr><th>part</th><th>what</th><th>before</th><th>after</th></tr></thead><tbody>\n");
	for (guint i = 0; i < group->differences->len; i++)
		append_difference(page, out, group, group->differences->pdata[i]);
	g_string_append(out, "</tbody></table>\n");
}

char *page_statement(const char *sql)
{
	g_autoptr(GPtrArray) secrets = secret_find(sql);

	return secret_hide(sql, secrets);
}

/* Which statements see to it, and what each of them locks. */
static void append_steps(GString *out, const struct plan_view *view, const struct group *group)
{
	if (!group->steps->len)
		return;
	g_string_append(out, "<h4>statements</h4><ul>");
	for (guint i = 0; i < group->steps->len; i++) {
		guint number = g_array_index(group->steps, guint, i);
		const struct plan_view_step *step = &g_array_index(view->steps, struct plan_view_step, number);
		g_autofree char *hazard = plan_text_hazard(step), *sql = page_statement(step->step->sql),
				*first = g_strndup(sql, strcspn(sql, "\n"));
		g_string_append_printf(out, "<li><a href=\"#statement.%u\">%u</a> ", number + 1, number + 1);
		html_element(out, "code", NULL, first);
		if (hazard) {
			g_string_append_c(out, ' ');
			html_element(out, "span", step->work || step->step->loses ? "hazard bad" : "hazard", hazard);
		}
		g_string_append(out, "</li>\n");
	}
	g_string_append(out, "</ul>\n");
}

static bool add_group(struct page *page, const struct plan_view *view, const struct group *group, GError **error)
{
	const struct difference *first = group->differences->pdata[0];
	const char *class = first->object == group->whole ? tables_class(page->tables, group->whole) : NULL;
	bool whole = class && strcmp(class, "changed") != 0, good = true;
	g_autofree char *id = page_id(group->whole), *name = page_name(group->whole);

	page_open_object(page, id, group->whole->kind->name, name, class ? class : "changed");
	if (whole)
		page_append_object(page, page->body, group->whole);
	else
		append_differences(page, page->body, group);
	append_steps(page->body, view, group);
	if (tables_count(page->tables, NULL) > TABLES_WHOLE) {
		const struct object *wanted = snapshot_twin(view->want, group->whole);
		good = tables_write_around(page->tables, wanted ? wanted : group->whole, page->body, error);
	}
	page_close_object(page);
	return good;
}

static void open_section(struct page *page, const char *schema)
{
	g_autofree char *id = schema ? page_schema_id(schema) : g_strdup("database");

	page_open_section(page, id, schema ? "schema" : "database", schema ? schema : "in no schema");
}

bool page_add_changes(struct page *page, const struct plan_view *view, GError **error)
{
	g_autoptr(GPtrArray) groups = groups_of(view);
	bool good = true;

	for (guint i = 0; i < groups->len; i++)
		page_expect(page, ((const struct group *)groups->pdata[i])->whole);
	for (guint i = 0; i < groups->len && good; i++) {
		const struct group *group = groups->pdata[i], *before = i ? groups->pdata[i - 1] : NULL;
		bool first = !before || g_strcmp0(schema_name_of(before->whole), schema_name_of(group->whole)) != 0;
		if (first && before)
			page_close_section(page);
		if (first)
			open_section(page, schema_name_of(group->whole));
		good = add_group(page, view, group, error);
	}
	if (groups->len)
		page_close_section(page);
	return good;
}
