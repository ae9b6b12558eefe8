/* yaml2db --plan: prints a plan in one of its formats. */
#include "cmd/plan_print.h"

#include <string.h>

#include "cmd/annotation.h"
#include "cmd/output.h"
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

bool plan_print(const char *format, const struct comparison *comparison, bool revert, const GArray *measured, GError **error)
{
	struct plan_view view;
	bool good = true;

	plan_view_init(&view, comparison, revert ? comparison->want_place : comparison->have_place, revert, measured);
	if (strcmp(format, "json") == 0)
		good = plan_view_json(&view, stdout, error);
	else if (annotation_is_format(format))
		good = annotate(&view, format, error);
	else
		plan_view_text(&view, stdout);
	plan_view_clear(&view);
	return good && output_finish(error);
}
