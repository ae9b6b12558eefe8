/* The guard of the script for the way back. */
#include "cmd/same_shape.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/routine.h"
#include "catalog/kinds/type.h"
#include "cmd/same_block.h"
#include "sql/quote.h"

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Joins the texts, each followed by the separator, in byte order. */
static char *join_sorted(GPtrArray *texts)
{
	GString *out = g_string_new(NULL);

	g_ptr_array_sort(texts, compare_texts);
	for (guint i = 0; i < texts->len; i++)
		g_string_append_printf(out, "%s\n", (const char *)texts->pdata[i]);
	return g_string_free(out, false);
}

static char *table_shape(const struct snapshot *want, const struct object *table)
{
	struct parts columns = object_columns(table);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

	(void)want;
	for (size_t i = 0; i < columns.count; i++) {
		const struct column *column = (const struct column *)columns.items[i];
		if (!column->type)
			return NULL;
		g_ptr_array_add(texts, g_strdup_printf("%s %s", column->object.name, column->type));
	}
	return join_sorted(texts);
}

static char *enum_shape(const struct snapshot *want, const struct object *object)
{
	const struct names *labels = ((const struct enumeration *)object)->labels;
	GString *out = g_string_new(NULL);

	(void)want;
	for (size_t i = 0; labels && i < labels->count; i++)
		g_string_append_printf(out, "%s\n", labels->items[i]);
	return g_string_free(out, false);
}

/*
 * The sources of all functions and procedures with the name, since the description words argument types differently from the
 * server.
 */
static char *routine_shape(const struct snapshot *want, const struct object *routine)
{
	const struct kind *const of[] = { &function_kind, &procedure_kind };
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

	for (size_t k = 0; k < G_N_ELEMENTS(of); k++) {
		struct objects objects = snapshot_objects(want, of[k]);
		for (size_t i = 0; i < objects.count; i++) {
			const struct routine *other = (const struct routine *)objects.items[i];
			if (other->object.schema != routine->schema || other->object.name != routine->name)
				continue;
			if (!other->source)
				return NULL;
			g_ptr_array_add(texts, g_strdup(other->source));
		}
	}
	return join_sorted(texts);
}

/* How the text of a shape is computed from the description and, by a query, by the server. */
static const struct {
	const char *what;
	const struct kind *kinds[4];
	char *(*shape)(const struct snapshot *want, const struct object *); /* NULL: not known well enough */
	const char *query;
} shapes[] = {
	{ "table", { &table_kind, &foreign_table_kind }, table_shape,
		"SELECT coalesce(string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || E'\\n', '' ORDER BY\n"
		"    a.attname || ' ' || format_type(a.atttypid, a.atttypmod) COLLATE \"C\"), '') FROM pg_class c JOIN pg_namespace n "
		"ON n.oid = c.relnamespace\n"
		"    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped\n"
		"    WHERE n.nspname = seen.schema AND c.relname = seen.name GROUP BY c.oid" },
	{ "enum", { &enum_kind }, enum_shape,
		"SELECT coalesce(string_agg(e.enumlabel || E'\\n', '' ORDER BY e.enumsortorder), '') FROM pg_type t JOIN "
		"pg_namespace n ON n.oid = t.typnamespace\n"
		"    LEFT JOIN pg_enum e ON e.enumtypid = t.oid WHERE n.nspname = seen.schema AND t.typname = seen.name GROUP BY "
		"t.oid" },
	{ "routine", { &function_kind, &procedure_kind }, routine_shape,
		"SELECT string_agg(p.prosrc || E'\\n', '' ORDER BY p.prosrc COLLATE \"C\") FROM pg_proc p JOIN pg_namespace n ON "
		"n.oid = p.pronamespace\n"
		"    WHERE n.nspname = seen.schema AND p.proname = seen.name AND p.prokind <> 'a'" },
};

static gssize shape_of(const struct kind *kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++)
		for (size_t k = 0; shapes[i].kinds[k]; k++)
			if (shapes[i].kinds[k] == kind)
				return (gssize)i;
	return -1;
}

static char *row_of(const struct snapshot *want, const struct object *object, gssize shape, int number)
{
	g_autofree char *text = shapes[shape].shape(want, object), *was = text ? same_digest(text) : NULL,
			*words = object_describe(object);
	GString *out = g_string_new(NULL);

	if (was)
		quote_format(out, "(%L, %L, %L, %L, NULL, %d, %L)", shapes[shape].what, words, object->schema, object->name, number,
			was);
	return g_string_free(out, false);
}

static char *queries(const bool *used)
{
	GString *out = g_string_new("CASE seen.what");

	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++)
		if (used[i])
			g_string_append_printf(out, "\n  WHEN '%s' THEN (%s)", shapes[i].what, shapes[i].query);
	g_string_append(out, "\n  END");
	return g_string_free(out, false);
}

/* Objects that the way back drops or creates need no check: the statement fails by itself. */
char *same_shape_check(const struct snapshot *want, const struct snapshot *have, const struct plan *plan)
{
	g_autoptr(GHashTable) done = g_hash_table_new(NULL, NULL);
	g_autoptr(GString) rows = g_string_new(NULL);
	bool used[G_N_ELEMENTS(shapes)] = { false };

	for (guint i = 0; i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];
		gssize shape = step->had && !step->common ? shape_of(step->had->kind) : -1;
		if (shape < 0 || !snapshot_twin(have, step->had) || !g_hash_table_add(done, (gpointer)step->had))
			continue;
		g_autofree char *row = row_of(want, step->had, shape, (int)i);
		if (*row)
			g_string_append_printf(rows, "%s%s", rows->len ? ",\n    " : "", row);
		used[shape] |= *row;
	}
	g_autofree char *text = queries(used);
	return rows->len ? same_block(rows->str, text, "not what the way there leads to: ",
				   "this script takes back what that of the way there has done; to see what differs, use yaml2db")
			 : g_strdup("");
}
