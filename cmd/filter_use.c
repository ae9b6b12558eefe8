/* Whether each name and pattern of the command line matches an object. */
#include "cmd/filter_use.h"

#include <string.h>

#include "catalog/kinds.h"
#include "cmd/pattern.h"
#include "yaml/suggest.h"

#define FILTER_ERROR (g_quark_from_static_string("filter"))

/* A name or pattern that has not matched yet. */
struct unused {
	const char *option, *text;
	enum { OF_SCHEMA, OF_RELATION, OF_OBJECT, OF_ANYTHING } of; /* OF_OBJECT: not a part, which belongs to its table */
	const struct pattern *pattern;
};

struct filter_use {
	GArray *unused;	      /* struct unused */
	GHashTable *schemas;  /* names seen */
	GPtrArray *relations; /* seen; the pool owns them */
};

bool filter_is_relation(const struct kind *kind)
{
	return kind == &table_kind || kind == &foreign_table_kind || kind == &view_kind || kind == &materialized_view_kind ||
	       kind == &sequence_kind;
}

bool filter_has_name(const struct object *part)
{
	const struct kind *kind = part->kind;

	return kind == &column_kind || kind == &check_kind || kind == &primary_key_kind || kind == &unique_kind ||
	       kind == &exclusion_kind || kind == &index_kind || kind == &foreign_key_kind || kind == &rule_kind ||
	       kind == &trigger_kind || kind == &policy_kind;
}

char *filter_name(const struct object *object)
{
	if (object->parent)
		return g_strdup_printf("%s.%s.%s", object->schema, object->parent->name, object->name);
	return object->schema ? g_strdup_printf("%s.%s", object->schema, object->name) : g_strdup(object->name);
}

static void add_names(struct filter_use *use, const char *option, int of, const GPtrArray *names)
{
	for (guint i = 0; names && i < names->len; i++) {
		struct unused unused = { .option = option, .text = names->pdata[i], .of = of };
		g_array_append_val(use->unused, unused);
	}
}

static void add_patterns(struct filter_use *use, const char *option, int of, const GPtrArray *patterns)
{
	for (guint i = 0; patterns && i < patterns->len; i++) {
		struct unused unused = {
			.option = option, .text = pattern_text(patterns->pdata[i]), .of = of, .pattern = patterns->pdata[i]
		};
		g_array_append_val(use->unused, unused);
	}
}

struct filter_use *filter_use_new(const struct selection *selection, const GPtrArray *include, const GPtrArray *exclude)
{
	struct filter_use *use = g_new0(struct filter_use, 1);

	use->unused = g_array_new(false, false, sizeof(struct unused));
	use->schemas = g_hash_table_new(g_str_hash, g_str_equal);
	use->relations = g_ptr_array_new();
	add_names(use, "--schema", OF_SCHEMA, selection->schemas);
	add_names(use, "--exclude-schema", OF_SCHEMA, selection->exclude_schemas);
	add_names(use, "--table", OF_RELATION, selection->tables);
	add_names(use, "--exclude-table", OF_RELATION, selection->exclude_tables);
	add_patterns(use, "--include", OF_OBJECT, include);
	add_patterns(use, "--exclude", OF_ANYTHING, exclude);
	return use;
}

void filter_use_free(struct filter_use *use)
{
	if (!use)
		return;
	g_array_unref(use->unused);
	g_hash_table_unref(use->schemas);
	g_ptr_array_unref(use->relations);
	g_free(use);
}

static bool is_used_by(const struct unused *unused, const struct object *object, const char *name, GError **error)
{
	const char *schema = object->kind == &schema_kind ? object->name : object->schema;

	switch (unused->of) {
	case OF_SCHEMA:
		return schema && strcmp(schema, unused->text) == 0;
	case OF_RELATION:
		return filter_is_relation(object->kind) && strcmp(object->name, unused->text) == 0;
	case OF_OBJECT:
		if (object->parent)
			return false;
		break;
	case OF_ANYTHING:
		break;
	}
	return pattern_matches(unused->pattern, name, error) ||
	       (object->schema && !object->parent && pattern_matches(unused->pattern, object->schema, error));
}

void filter_use_note(struct filter_use *use, const struct object *object, GError **error)
{
	if (!use->unused->len || (object->parent && !filter_has_name(object)))
		return;
	if (object->kind == &schema_kind)
		g_hash_table_add(use->schemas, (gpointer)object->name);
	else if (filter_is_relation(object->kind))
		g_ptr_array_add(use->relations, (gpointer)object);
	g_autofree char *name = filter_name(object);
	for (guint i = use->unused->len; i-- > 0;)
		if (is_used_by(&g_array_index(use->unused, struct unused, i), object, name, error))
			g_array_remove_index(use->unused, i);
}

/* The name that a pattern would match if it had no special characters. */
static char *plain_text(const char *pattern)
{
	GString *text = g_string_new(NULL);

	for (; *pattern; pattern++)
		if (*pattern != '\\')
			g_string_append_c(text, *pattern);
	return g_string_free(text, false);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The seen name that is nearest; NULL: none is near. Free it. */
static char *nearest(const struct filter_use *use, const struct unused *unused)
{
	g_autofree char *text = unused->pattern ? plain_text(unused->text) : g_strdup(unused->text);
	g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter iter;
	gpointer schema;

	g_hash_table_iter_init(&iter, use->schemas);
	while (unused->of != OF_RELATION && g_hash_table_iter_next(&iter, &schema, NULL))
		g_ptr_array_add(known, g_strdup(schema));
	for (guint i = 0; unused->of != OF_SCHEMA && i < use->relations->len; i++) {
		const struct object *relation = use->relations->pdata[i];
		g_ptr_array_add(known, unused->of == OF_RELATION ? g_strdup(relation->name) : filter_name(relation));
	}
	g_ptr_array_sort(known, compare_names);
	g_ptr_array_add(known, NULL);
	return g_strdup(suggest_nearest(text, (const char *const *)known->pdata));
}

/* The seen relation of which the pattern names a part; NULL: none. Free it. */
static char *whole_of(const struct filter_use *use, const struct unused *unused)
{
	g_autofree char *text = unused->of == OF_OBJECT ? plain_text(unused->text) : NULL;

	for (guint i = 0; text && i < use->relations->len; i++) {
		g_autofree char *name = filter_name(use->relations->pdata[i]);
		if (g_str_has_prefix(text, name) && text[strlen(name)] == '.')
			return g_steal_pointer(&name);
	}
	return NULL;
}

bool filter_use_check(const struct filter_use *use, bool two, GError **error)
{
	static const char *const nouns[] = { "schema", "table, view or sequence", "object", "object or part of one" };

	if (!use->unused->len)
		return true;
	const struct unused *unused = &g_array_index(use->unused, struct unused, 0);
	g_autofree char *whole = whole_of(use, unused), *near = whole ? NULL : nearest(use, unused);
	g_autofree char *advice =
		whole  ? g_strdup_printf("; columns, indexes and other parts come with their table: include \"%s\"", whole)
		: near ? g_strdup_printf("; did you mean \"%s\"?", near)
		       : g_strdup("");
	g_set_error(error, FILTER_ERROR, 0, "%s \"%s\" matches no %s%s%s", unused->option, unused->text, nouns[unused->of],
		two ? " on either side" : "", advice);
	return false;
}
