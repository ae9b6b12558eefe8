/* yaml2db --plan: what a plan does. */
#include "cmd/plan_view.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "cmd/annotation.h"
#include "cmd/output.h"
#include "cmd/plan_json.h"
#include "cmd/plan_text.h"
#include "cmd/script.h"
#include "diff/check.h"
#include "diff/lock.h"
#include "sql/quote.h"

static const struct object *outermost(const struct object *object)
{
	while (object->parent)
		object = object->parent;
	return object;
}

/*
 * The same of both sides' objects, though the names of a function's arguments may differ. Lengths keep apart what names with line
 * breaks could mix up.
 */
static char *key_of(const struct object *object)
{
	const char *schema = object->schema ? object->schema : "", *parent = object->parent ? object->parent->identity : "";

	return g_strdup_printf(
		"%s\n%zu %s\n%zu %s\n%s", object->kind->name, strlen(schema), schema, strlen(parent), parent, object->identity);
}

/* What differs of each object, by its key: each word once (char *), in the order of the differences. */
static GHashTable *causes_new(const GPtrArray *differences)
{
	GHashTable *causes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);

	for (guint i = 0; i < differences->len; i++) {
		const struct difference *difference = differences->pdata[i];
		g_autofree char *key = key_of(difference->object);
		GPtrArray *found = g_hash_table_lookup(causes, key);
		if (difference->note)
			continue;
		if (!found)
			g_hash_table_insert(causes, g_steal_pointer(&key), found = g_ptr_array_new());
		if (!g_ptr_array_find_with_equal_func(found, difference->what, g_str_equal, NULL))
			g_ptr_array_add(found, (char *)difference->what);
	}
	return causes;
}

static char *cause_of(GHashTable *causes, const struct object *object)
{
	g_autofree char *key = object ? key_of(object) : NULL;
	const GPtrArray *found = key ? g_hash_table_lookup(causes, key) : NULL;
	GString *out = g_string_new(NULL);

	for (guint i = 0; found && i < found->len; i++)
		g_string_append_printf(out, "%s%s", out->len ? ", " : "", (const char *)found->pdata[i]);
	if (!out->len)
		g_string_append(out, "comes along with what changes");
	return g_string_free(out, false);
}

static void add_step(struct plan_view *view, const struct step *step, GHashTable *causes)
{
	g_autoptr(GPtrArray) rows = lock_rows_of(step->sql, view->server);
	struct plan_view_step seen = { .step = step, .rows = -1, .bytes = -1 };
	g_autofree char *word = g_strndup(step->sql, strcspn(step->sql, " \n"));

	seen.object = step->object ? object_describe(step->object) : NULL;
	seen.verb = g_ascii_strdown(word, -1);
	seen.cause = cause_of(causes, step->object);
	for (guint i = 0; i < rows->len; i++) {
		const struct lock_row *row = rows->pdata[i];
		if (lock_strength(row->lock) > lock_strength(seen.lock))
			seen.lock = row->lock;
		if (lock_strength(row->other) > lock_strength(seen.others))
			seen.others = row->other;
		seen.work |= row->work;
	}
	if (seen.lock && step->object)
		seen.relation = object_describe(outermost(step->object));
	g_array_append_val(view->steps, seen);
}

/* One query for all tables: their rows as the server last counted them, and what they take on disk. */
static GHashTable *ask_sizes(struct place *changed, const struct plan_view *view)
{
	g_autoptr(GString) sql = g_string_new(
		"SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), pg_catalog.format('%s %s', c.reltuples::bigint, "
		"pg_catalog.pg_total_relation_size(c.oid))"
		" FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', "
		"'m') AND (n.nspname, c.relname) IN (");
	size_t length = sql->len;

	for (guint i = 0; i < view->steps->len; i++) {
		const struct plan_view_step *step = &g_array_index(view->steps, struct plan_view_step, i);
		const struct object *relation = step->relation ? outermost(step->step->object) : NULL;
		if (relation && relation->schema)
			quote_format(sql, "%s(%L, %L)", sql->len > length ? ", " : "", relation->schema, relation->name);
	}
	if (sql->len == length)
		return NULL;
	g_string_append_c(sql, ')');
	return place_texts(changed, sql->str, NULL);
}

static void take_sizes(struct plan_view *view, GHashTable *sizes)
{
	for (guint i = 0; i < view->steps->len; i++) {
		struct plan_view_step *step = &g_array_index(view->steps, struct plan_view_step, i);
		const struct object *relation = step->relation ? outermost(step->step->object) : NULL;
		g_autoptr(GString) name = g_string_new(NULL);
		if (!relation || !relation->schema)
			continue;
		quote_qualified(name, relation->schema, relation->name);
		const char *size = g_hash_table_lookup(sizes, name->str), *blank = size ? strchr(size, ' ') : NULL;
		/* -1 since 14, or 0 before, of a table that was never analyzed */
		step->rows = blank && atoll(size) > 0 ? atoll(size) : -1;
		step->bytes = blank ? atoll(blank + 1) : -1;
	}
}

void plan_view_init(struct plan_view *view, const struct comparison *comparison, struct place *changed, bool revert)
{
	const struct snapshot *have = revert ? comparison->want : comparison->have,
			      *want = revert ? comparison->have : comparison->want;

	*view = (struct plan_view){
		.comparison = comparison,
		.from = place_name(changed),
		.to = place_name(revert ? comparison->have_place : comparison->want_place),
		.server = place_version(changed),
		.together = script_fits_transaction(comparison->up, "", NULL),
		.differences = check_differences(have, want),
		.steps = g_array_new(false, false, sizeof(struct plan_view_step)),
	};
	g_autoptr(GHashTable) causes = causes_new(view->differences);
	for (guint i = 0; i < comparison->up->steps->len; i++)
		add_step(view, comparison->up->steps->pdata[i], causes);
	g_autoptr(GHashTable) sizes = place_is_database(changed) ? ask_sizes(changed, view) : NULL;
	if (sizes)
		take_sizes(view, sizes);
}

void plan_view_clear(struct plan_view *view)
{
	for (guint i = 0; i < view->steps->len; i++) {
		struct plan_view_step *step = &g_array_index(view->steps, struct plan_view_step, i);
		g_free(step->object);
		g_free(step->verb);
		g_free(step->cause);
		g_free(step->relation);
	}
	g_array_unref(view->steps);
	g_ptr_array_unref(view->differences);
}

const char *plan_view_problem(const char *format, bool check)
{
	if (format && check)
		return "--check and --plan both answer on standard output, give one";
	if (!format || strcmp(format, "text") == 0 || strcmp(format, "json") == 0 || annotation_is_format(format))
		return NULL;
	return "--plan is followed by text, json, github, gitlab, junit, sarif or markdown";
}

static bool annotate(const struct plan_view *view, const char *format, GError **error)
{
	struct annotations *annotations = annotations_of_plan(view);
	bool good = annotations_write(annotations, format, stdout, error);

	annotations_free(annotations);
	return good;
}

bool plan_view_print(const char *format, const struct comparison *comparison, bool revert, GError **error)
{
	struct plan_view view;
	bool good = true;

	plan_view_init(&view, comparison, revert ? comparison->want_place : comparison->have_place, revert);
	if (strcmp(format, "json") == 0)
		good = plan_view_json(&view, stdout, error);
	else if (annotation_is_format(format))
		good = annotate(&view, format, error);
	else
		plan_view_text(&view, stdout);
	plan_view_clear(&view);
	return good && output_finish(error);
}
