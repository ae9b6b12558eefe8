/* Comparisons as plain JSON. */
#include "cmd/annotation_plain.h"

#include <jansson.h>
#include <string.h>

static const char *const levels[] = {
	[ANNOTATION_ERROR] = "error", [ANNOTATION_WARNING] = "warning", [ANNOTATION_NOTICE] = "notice"
};

static json_t *text(const char *value)
{
	g_autofree char *valid = value ? g_utf8_make_valid(value, -1) : NULL;

	return valid ? json_string(valid) : NULL; /* "o*" omits a member that is NULL */
}

static const char *result_of(const struct annotations *annotations)
{
	const char *result = "same";

	for (guint i = 0; i < annotations->all->len; i++) {
		const struct annotation *annotation = annotations->all->pdata[i];
		if (strcmp(annotation->rule, ANNOTATION_FAILED) == 0)
			return "failed";
		if (annotation->level == ANNOTATION_ERROR)
			result = "different";
	}
	return result;
}

static json_t *found(const struct annotation *annotation)
{
	json_t *made = json_pack("{ss ss so* so* so*}", "level", levels[annotation->level], "rule", annotation->rule, "object",
		text(annotation->object), "text", text(annotation->text), "file", text(annotation->file));

	if (annotation->file) {
		json_object_set_new(made, "line", json_integer(annotation->line));
		json_object_set_new(made, "column", json_integer(annotation->column));
	}
	return made;
}

bool annotations_write_json(const GPtrArray *all, FILE *file)
{
	json_t *places = json_array(), *document = json_pack("{so}", "places", places);

	for (guint i = 0; i < all->len; i++) {
		const struct annotations *annotations = all->pdata[i];
		json_t *list = json_array();
		for (guint j = 0; j < annotations->all->len; j++)
			json_array_append_new(list, found(annotations->all->pdata[j]));
		json_array_append_new(
			places, json_pack("{so so ss so so}", "have", text(annotations->from), "want", text(annotations->to),
					"result", result_of(annotations), "summary", text(annotations->summary), "found", list));
	}
	bool good = json_dumpf(document, file, JSON_INDENT(2) | JSON_PRESERVE_ORDER) == 0 && fputc('\n', file) != EOF;
	json_decref(document);
	return good;
}

static const char *member(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void take(struct annotations *annotations, const json_t *entry)
{
	const char *level = member(entry, "level"), *file = member(entry, "file");
	enum annotation_level at = ANNOTATION_ERROR;

	while (at < ANNOTATION_NOTICE && g_strcmp0(level, levels[at]) != 0)
		at++;
	struct annotation *annotation = annotations_add(annotations, at, g_intern_string(member(entry, "rule")),
		g_strdup(member(entry, "object")), g_strdup(member(entry, "text")), g_intern_string(file));
	if (file) {
		annotation->line = (unsigned)json_integer_value(json_object_get(entry, "line"));
		annotation->column = (unsigned)json_integer_value(json_object_get(entry, "column"));
	}
}

struct annotations *annotations_read_json(const char *text)
{
	json_t *document = json_loads(text, 0, NULL), *first = json_array_get(json_object_get(document, "places"), 0), *entry;
	struct annotations *annotations = NULL;
	size_t i;

	if (first)
		annotations = annotations_new(member(first, "have"), member(first, "want"), g_strdup(member(first, "summary")));
	json_array_foreach(json_object_get(first, "found"), i, entry) take(annotations, entry);
	json_decref(document);
	return annotations;
}
