/* yaml2db --plan and --html: writes a plan in one of its formats. */
#include "cmd/plan_print.h"

#include <string.h>

#include "cmd/annotation.h"
#include "cmd/output.h"
#include "cmd/page_plan.h"
#include "cmd/plan_json.h"
#include "cmd/plan_text.h"
#include "cmd/plan_view.h"

const char *plan_print_problem(const char *format, bool check)
{
	if (format && check)
		return "--check and --plan both answer on standard output, give one";
	if (!format || strcmp(format, "text") == 0 || strcmp(format, "json") == 0 || annotation_is_format(format))
		return NULL;
	return "--plan is followed by text, json, github, gitlab, junit, sarif or markdown";
}

static bool annotate(const struct plan_view *view, const char *format, GError **error)
{
	g_autoptr(GPtrArray) one = g_ptr_array_new_with_free_func((GDestroyNotify)annotations_free);

	g_ptr_array_add(one, annotations_of_plan(view));
	return annotations_write(one, format, stdout, error);
}

static bool print(const struct plan_view *view, const char *format, GError **error)
{
	if (strcmp(format, "json") == 0)
		return plan_view_json(view, stdout, error);
	if (annotation_is_format(format))
		return annotate(view, format, error);
	plan_view_text(view, stdout);
	return true;
}

static bool write_page(const struct plan_view *view, const char *path, GError **error)
{
	g_autoptr(GString) page = g_string_new(NULL);

	return page_plan(view, page, error) && output_write(&(struct output){ path, page }, 1, error);
}

bool plan_print(const struct plan_outputs *outputs, const struct comparison *comparison, bool revert, const GArray *measured,
	GError **error)
{
	struct plan_view view;

	if (!outputs->format && !outputs->html)
		return true;
	plan_view_init(&view, comparison, revert ? comparison->want_place : comparison->have_place, revert, measured);
	bool good = (!outputs->format || print(&view, outputs->format, error)) &&
		    (!outputs->html || write_page(&view, outputs->html, error));
	plan_view_clear(&view);
	return good && output_finish(error);
}
