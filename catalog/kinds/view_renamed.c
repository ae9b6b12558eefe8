/* Views that follow renamed columns, and get other names for their own. */
#include "catalog/kinds/view_renamed.h"

#include "catalog/depend.h"
#include "catalog/kinds.h"
#include "catalog/kinds/column_list.h"
#include "catalog/kinds/view.h"
#include "sql/view_query.h"

struct search {
	const struct snapshot *have, *want;
	GHashTable *renames, *seen;
	GPtrArray *found;
};

static bool is_view(const struct object *object)
{
	return object->kind == &view_kind || object->kind == &materialized_view_kind;
}

/* The columns with other names of all that the view needs, as struct column_rename. */
static GArray *renames_below(const struct search *search, const struct object *view)
{
	GArray *all = g_array_new(false, false, sizeof(struct column_rename));
	const GArray *needs = depend_needs(depend_of(search->have), view);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(search->have).items[g_array_index(needs, unsigned, i)];
		const GArray *renames = g_hash_table_lookup(search->renames, GUINT_TO_POINTER(needed->number));
		for (guint r = 0; renames && r < renames->len; r++) {
			const struct renamed *renamed = &g_array_index(renames, struct renamed, r);
			const struct column_rename rename = { needed->schema, needed->name, renamed->old, renamed->new };
			g_array_append_val(all, rename);
		}
	}
	return all;
}

/* Adds the columns that get other names; false where the columns are not those of the queries, or two exchange their names. */
static bool add_outputs(const struct search *search, const struct object *had, const struct object *has, const GPtrArray *outputs)
{
	struct parts before = object_columns(had), after = object_columns(has);
	bool good = before.count && before.count == after.count;
	guint renamed = 0;

	for (size_t i = 0; good && i < before.count; i++)
		if (before.items[i]->name != after.items[i]->name) {
			good = renamed + 1 < outputs->len && strcmp(before.items[i]->name, outputs->pdata[renamed]) == 0 &&
			       strcmp(after.items[i]->name, outputs->pdata[renamed + 1]) == 0 &&
			       !object_column(had, after.items[i]->name) && !object_column(has, before.items[i]->name);
			renamed += 2;
		}
	if (!good || renamed != outputs->len)
		return false;
	for (size_t i = 0; i < before.count; i++)
		if (before.items[i]->name != after.items[i]->name)
			column_renames_add(search->renames, had, before.items[i]->name, after.items[i]->name);
	return true;
}

/* The same view of WANT, if its query is another one; NULL: it is not, or not known. */
static const struct object *other_query(const struct search *search, const struct object *view)
{
	const struct object *twin = snapshot_twin(search->want, view);
	const char *had = ((const struct view *)view)->definition, *has = twin ? ((const struct view *)twin)->definition : NULL;

	return had && has && had != has ? twin : NULL;
}

/* Views below it first, as it names their columns. */
static void visit(struct search *search, const struct object *view)
{
	const struct object *twin = other_query(search, view);

	if (!twin || !g_hash_table_add(search->seen, (gpointer)view))
		return;
	const GArray *needs = depend_needs(depend_of(search->have), view);
	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(search->have).items[g_array_index(needs, unsigned, i)];
		if (is_view(needed))
			visit(search, needed);
	}
	const struct view *had = (const struct view *)view, *has = (const struct view *)twin;
	g_autoptr(GArray) renames = renames_below(search, view);
	g_autoptr(GPtrArray) outputs = view_query_outputs(
		had->definition, has->definition, &g_array_index(renames, struct column_rename, 0), renames->len);
	if (outputs && add_outputs(search, view, twin, outputs))
		g_ptr_array_add(search->found, (gpointer)view);
}

GPtrArray *views_find_renamed(const struct snapshot *have, const struct snapshot *want, GHashTable *renames)
{
	const struct kind *const of_views[] = { &view_kind, &materialized_view_kind };
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	struct search search = { have, want, renames, seen, g_ptr_array_new() };

	for (size_t k = 0; k < G_N_ELEMENTS(of_views); k++) {
		struct objects views = snapshot_objects(have, of_views[k]);
		for (size_t i = 0; i < views.count; i++)
			visit(&search, views.items[i]);
	}
	return search.found;
}

static void hint(struct object *view, const struct renamed *renamed)
{
	for (size_t i = 0; i < object_columns(view).count; i++) {
		struct object *column = (struct object *)object_columns(view).items[i];
		if (column->name == renamed->old)
			column->oldname = renamed->new;
	}
}

void views_follow(struct snapshot *copy, const GPtrArray *views, const struct snapshot *want, GHashTable *renames)
{
	struct own_objects all = snapshot_own_all(copy);

	for (guint i = 0; i < views->len; i++) {
		const struct object *view = views->pdata[i];
		struct object *own = all.items[view->number];
		const GArray *own_renames = g_hash_table_lookup(renames, GUINT_TO_POINTER(view->number));
		((struct view *)own)->definition = ((const struct view *)snapshot_twin(want, view))->definition;
		for (guint r = 0; own_renames && r < own_renames->len; r++)
			hint(own, &g_array_index(own_renames, struct renamed, r));
	}
}
