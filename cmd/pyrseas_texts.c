/* Replaces texts that Pyrseas writes in a different form from ours. */
#include "cmd/pyrseas_texts.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/routine.h"
#include "catalog/kinds/view.h"
#include "sql/parentheses.h"
#include "sql/quote.h"
#include "sql/settle.h"
#include "sql/settle_view.h"

/* Removes blanks at the ends of lines, if the text has several lines. */
static char *stripped(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line && lines[1]; line++) {
		size_t length = strlen(*line);
		while (length && strchr(" \t", (*line)[length - 1]))
			(*line)[--length] = '\0';
	}
	return g_strjoinv("\n", lines);
}

static void settle_source(struct object *object, const struct object *twin)
{
	struct routine *routine = (struct routine *)object;
	const char *source = ((const struct routine *)twin)->source;

	if (!routine->source || !source || routine->source == source)
		return;
	g_autofree char *mine = stripped(routine->source), *its = stripped(source);
	if (strcmp(mine, its) == 0)
		routine->source = source;
}

static bool differs(const struct object *object, const struct object *twin)
{
	const char *mine = ((const struct view *)object)->definition, *its = twin ? ((const struct view *)twin)->definition : NULL;

	return mine && its && strcmp(mine, its) != 0;
}

/* "schema\nname" */
static char *key_of(const struct object *object)
{
	return g_strdup_printf("%s\n%s", object->schema, object->name);
}

/* Views of both snapshots whose texts differ. */
static GPtrArray *find_views(struct snapshot *document, const struct snapshot *other)
{
	const struct kind *const view_kinds[] = { &view_kind, &materialized_view_kind };
	GPtrArray *found = g_ptr_array_new();

	for (size_t k = 0; k < G_N_ELEMENTS(view_kinds); k++) {
		struct own_objects views = snapshot_own_objects(document, view_kinds[k]);
		for (size_t i = 0; i < views.count; i++)
			if (differs(views.items[i],
				    snapshot_find(other, view_kinds[k], views.items[i]->schema, views.items[i]->identity)))
				g_ptr_array_add(found, views.items[i]);
	}
	return found;
}

/* Their texts in the form that Pyrseas reads, by key. */
static GHashTable *ask(struct place *place, const GPtrArray *views, GError **error)
{
	g_autoptr(GString) sql = g_string_new(
		"SELECT n.nspname || E'\\n' || c.relname, pg_catalog.pg_get_viewdef(c.oid, true) FROM pg_catalog.pg_class c"
		" JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND (n.nspname, "
		"c.relname) IN (");

	for (guint i = 0; i < views->len; i++) {
		const struct object *view = views->pdata[i];
		quote_format(sql, "%s(%L, %L)", i ? ", " : "", view->schema, view->name);
	}
	g_string_append_c(sql, ')');
	return place_texts(place, sql->str, error);
}

/* Whether the texts differ only in redundant parentheses. */
static bool is_alike(const struct object *view, const struct object *twin)
{
	g_autofree char *mine = parentheses_settle(((const struct view *)view)->definition),
			*its = parentheses_settle(((const struct view *)twin)->definition);

	return strcmp(mine, its) == 0;
}

/* Whether the document's text is the one that the server prints for Pyrseas. */
static bool is_same(const struct object *view, const char *pretty)
{
	g_autofree char *settled = settle_view(pretty);
	g_autofree char *expression = settle_expression(settled ? settled : pretty);

	return strcmp(((const struct view *)view)->definition, expression ? expression : settled ? settled : pretty) == 0;
}

bool pyrseas_texts_settle(struct snapshot *document, const struct snapshot *other, struct place *place, GError **error)
{
	struct own_objects functions = snapshot_own_objects(document, &function_kind);
	g_autoptr(GPtrArray) views = find_views(document, other);

	for (size_t i = 0; i < functions.count; i++) {
		const struct object *twin =
			snapshot_find(other, &function_kind, functions.items[i]->schema, functions.items[i]->identity);
		if (twin)
			settle_source(functions.items[i], twin);
	}
	g_autoptr(GHashTable) pretty = views->len && place_is_database(place) ? ask(place, views, error) : NULL;
	if (views->len && place_is_database(place) && !pretty)
		return false;
	for (guint i = 0; i < views->len; i++) {
		struct object *view = views->pdata[i];
		const struct object *twin = snapshot_find(other, view->kind, view->schema, view->identity);
		g_autofree char *key = key_of(view);
		const char *text = pretty ? g_hash_table_lookup(pretty, key) : NULL;
		if ((text && is_same(view, text)) || is_alike(view, twin))
			((struct view *)view)->definition = ((const struct view *)twin)->definition;
	}
	return true;
}
