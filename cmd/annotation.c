/* Turns differences and plans into annotations, and writes them in each format. */
#include "cmd/annotation.h"

#include <string.h>

#include "cmd/annotation_github.h"
#include "cmd/annotation_json.h"
#include "cmd/annotation_plain.h"
#include "cmd/annotation_junit.h"
#include "cmd/annotation_markdown.h"
#include "cmd/place.h"
#include "cmd/plan_text.h"
#include "cmd/report.h"
#include "cmd/script.h"
#include "diff/lock.h"
#include "diff/risk.h"

#define ANNOTATION_ERROR_DOMAIN (g_quark_from_static_string("annotation"))

static const struct {
	const char *name;
	bool (*write)(const GPtrArray *all, FILE *);
} formats[] = {
	{ "github", annotations_write_github },
	{ "gitlab", annotations_write_gitlab },
	{ "junit", annotations_write_junit },
	{ "sarif", annotations_write_sarif },
	{ "markdown", annotations_write_markdown },
	{ "json", annotations_write_json },
};

static void annotation_free(gpointer data)
{
	struct annotation *annotation = data;

	g_free(annotation->object);
	g_free(annotation->text);
	g_free(annotation);
}

struct annotations *annotations_new(const char *from, const char *to, char *summary)
{
	struct annotations *annotations = g_new0(struct annotations, 1);

	annotations->from = g_strdup(from);
	annotations->to = g_strdup(to);
	annotations->summary = summary;
	annotations->all = g_ptr_array_new_with_free_func(annotation_free);
	return annotations;
}

void annotations_free(struct annotations *annotations)
{
	if (!annotations)
		return;
	g_free(annotations->from);
	g_free(annotations->to);
	g_free(annotations->summary);
	g_ptr_array_unref(annotations->all);
	if (annotations->script)
		g_string_free(annotations->script, true);
	g_free(annotations);
}

/* The path of the wanted side, for objects that no document defines. NULL: it is a database or standard input. */
static const char *wanted_file(const struct comparison *comparison)
{
	const char *path = place_path(comparison->want_place);

	return path && strcmp(path, "-") != 0 ? path : NULL;
}

struct annotation *annotations_add(
	struct annotations *annotations, enum annotation_level level, const char *rule, char *object, char *text, const char *file)
{
	struct annotation *annotation = g_new0(struct annotation, 1);

	*annotation = (struct annotation){
		.level = level, .rule = rule, .object = object, .text = text, .file = file, .line = 1, .column = 1
	};
	g_ptr_array_add(annotations->all, annotation);
	return annotation;
}

/* Takes ownership of the text. The object may be NULL. */
static struct annotation *add(struct annotations *annotations, const struct comparison *comparison, enum annotation_level level,
	const char *rule, const struct object *object, char *text)
{
	bool placed = object && object->file && object->line;
	struct annotation *annotation = annotations_add(annotations, level, rule, object ? object_describe(object) : NULL, text,
		placed ? object->file : wanted_file(comparison));

	if (placed) {
		annotation->line = object->line;
		annotation->column = MAX(object->column, 1);
	}
	return annotation;
}

struct annotations *annotations_of_error(const char *from, const char *to, const char *message)
{
	struct annotations *annotations = annotations_new(from, to, g_strdup("could not be compared"));

	annotations_add(annotations, ANNOTATION_ERROR, ANNOTATION_FAILED, NULL, g_strdup(message), NULL);
	return annotations;
}

static const char *rule_of(const struct difference *difference)
{
	return strcmp(difference->what, "missing") == 0	     ? "missing"
	       : strcmp(difference->what, "not wanted") == 0 ? "not-wanted"
							     : "different";
}

struct annotations *annotations_of_check(const struct comparison *comparison, const GPtrArray *differences, const GPtrArray *rows)
{
	struct counts counts = check_count(differences);
	struct annotations *annotations =
		annotations_new(place_name(comparison->have_place), place_name(comparison->want_place), report_counts(&counts));

	for (guint i = 0; i < differences->len; i = report_next(differences, i)) {
		const struct difference *first = differences->pdata[i];
		char *notes = report_object(differences, i, true), *text = report_object(differences, i, false);
		if (text)
			add(annotations, comparison, ANNOTATION_ERROR, rule_of(first), first->object, text);
		if (notes)
			add(annotations, comparison, ANNOTATION_NOTICE, "note", first->object, notes);
	}
	for (guint i = 0; i < rows->len; i++)
		add(annotations, comparison, ANNOTATION_ERROR, "rows", NULL, g_strdup(rows->pdata[i]));
	return annotations;
}

/* Warns of a table that stays locked against readers or writers while the statement goes through all of its rows. */
static void add_lock(struct annotations *annotations, const struct plan_view *view, const struct plan_view_step *step)
{
	bool in_the_way = lock_strength(step->lock) > lock_strength("SHARE UPDATE EXCLUSIVE");

	if (step->relation && step->work && in_the_way)
		add(annotations, view->comparison, ANNOTATION_WARNING, "lock", step->step->object, plan_text_hazard(step));
}

/* Remarks already name their object in the text: the object only gives the place. */
static void add_remarks(
	struct annotations *annotations, const struct plan_view *view, enum annotation_level level, const GPtrArray *remarks)
{
	for (guint i = 0; i < remarks->len; i++) {
		const struct remark *remark = remarks->pdata[i];
		struct annotation *annotation = add(annotations, view->comparison, level, remark_code_name(remark->code),
			remark->object, g_strdup(remark->text));
		g_clear_pointer(&annotation->object, g_free);
	}
}

struct annotations *annotations_of_plan(const struct plan_view *view)
{
	const struct plan *plan = view->comparison->up;
	struct annotations *annotations = annotations_new(view->from, view->to, report_counts(&plan->counts));

	add_remarks(annotations, view, ANNOTATION_ERROR, plan->losses);
	for (guint i = 0; i < plan->risks->len; i++) {
		const struct risk *risk = plan->risks->pdata[i];
		char *text = risk_describe(risk);
		if (text)
			add(annotations, view->comparison, ANNOTATION_WARNING, "risk", risk->object, text);
	}
	for (guint i = 0; i < view->steps->len; i++)
		add_lock(annotations, view, &g_array_index(view->steps, struct plan_view_step, i));
	add_remarks(annotations, view, ANNOTATION_NOTICE, plan->notes);
	add_remarks(annotations, view, ANNOTATION_WARNING, plan->look_alikes);
	annotations->script = g_string_new(NULL);
	for (guint i = 0; i < plan->steps->len; i++)
		g_string_append_printf(annotations->script, "%s;\n", ((const struct step *)plan->steps->pdata[i])->sql);
	return annotations;
}

bool annotation_is_format(const char *format)
{
	for (size_t i = 0; format && i < G_N_ELEMENTS(formats); i++)
		if (strcmp(formats[i].name, format) == 0)
			return true;
	return false;
}

bool annotations_write(const GPtrArray *all, const char *format, FILE *file, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (strcmp(formats[i].name, format) == 0 && formats[i].write(all, file))
			return true;
	g_set_error(error, ANNOTATION_ERROR_DOMAIN, 0, "the result cannot be written as %s", format);
	return false;
}
