/* Compares two versions of a document by objects and attributes. */
#include "yaml/change.h"

#include <string.h>

#include "yaml/merge_inside.h"
#include "yaml/merge_rows.h"

struct walk {
	GPtrArray *changes;
	GPtrArray *path; /* const char * */
	guint object;	 /* the number of keys that lead to the current object */
};

static void change_free(gpointer data)
{
	struct document_change *change = data;

	g_free(change->object);
	g_free(change->path);
	g_free(change);
}

static char *join(const GPtrArray *keys, guint first, guint end)
{
	GString *out = g_string_new(NULL);

	for (guint i = first; i < end; i++)
		g_string_append_printf(out, "%s%s", i > first ? ": " : "", (const char *)keys->pdata[i]);
	return g_string_free(out, false);
}

static void add(struct walk *walk, const struct piece *old, const struct piece *new, const char *note)
{
	struct document_change *change = g_new(struct document_change, 1);
	guint object = walk->object ? walk->object : walk->path->len;

	*change =
		(struct document_change){ join(walk->path, 0, object), join(walk->path, object, walk->path->len), old, new, note };
	g_ptr_array_add(walk->changes, change);
}

static bool is_moved(const struct rows *rows)
{
	const struct piece *last = NULL;

	for (guint i = 0; i < rows->all->len; i++) {
		const struct trio *row = rows->all->pdata[i];
		const struct piece *piece = row->of[MERGE_OURS];
		if (!row->of[MERGE_BASE] || !piece)
			continue;
		if (last && (piece->line < last->line || (piece->line == last->line && piece->column < last->column)))
			return true;
		last = piece;
	}
	return false;
}

static void walk_entry(struct walk *, const struct meaning *, const struct piece *old, const struct piece *new);

static void walk_rows(struct walk *walk, const struct meaning *meaning, const struct rows *rows)
{
	for (guint i = 0; i < rows->all->len; i++) {
		const struct trio *row = rows->all->pdata[i];
		const struct piece *old = row->of[MERGE_BASE], *new = row->of[MERGE_OURS], *named = new ? new : old;
		const struct meaning inner = meaning_of(meaning, named->key);
		guint before = walk->object;
		g_ptr_array_add(walk->path, (gpointer)(named->key ? named->key : named->text ? named->text : "an entry"));
		if (meaning->type == MEANING_DOCUMENT || (meaning->type == MEANING_SCHEMA && inner.type == MEANING_OBJECT))
			walk->object = walk->path->len;
		walk_entry(walk, &inner, old, new);
		walk->object = before;
		g_ptr_array_set_size(walk->path, (gint)walk->path->len - 1);
	}
}

/* Whether the two are compared by the entries inside: not for a single value, nor for an item without a name. */
static bool has_inside(const struct meaning *meaning, const struct piece *old, const struct piece *new)
{
	if (old->type != new->type || old->type == NODE_SCALAR || meaning->type == MEANING_VALUE)
		return false;
	return old->type == NODE_MAP || meaning_is_container(meaning) || meaning->type == MEANING_GRANTS;
}

static void walk_entry(struct walk *walk, const struct meaning *meaning, const struct piece *old, const struct piece *new)
{
	const struct trio lists = { .of = { old, new, NULL } };
	struct rows rows;

	if (old && new &&g_strcmp0(old->key, new->key) != 0)
		add(walk, old, new, "the name was");
	else if (piece_same(old, new))
		return;
	if (!old || !new || !has_inside(meaning, old, new) || !merge_rows(NULL, meaning, &lists, &rows)) {
		add(walk, old, new, NULL);
		return;
	}
	if (old->type == NODE_LIST && (meaning->type == MEANING_PARTS || meaning->type == MEANING_MEMBERS) && is_moved(&rows))
		add(walk, old, new, "they stand in another order");
	walk_rows(walk, meaning, &rows);
	merge_rows_free(&rows);
}

GPtrArray *change_list(const struct pieces *old, const struct pieces *new)
{
	struct walk walk = { .changes = g_ptr_array_new_with_free_func(change_free), .path = g_ptr_array_new() };
	const struct meaning document = { .type = MEANING_DOCUMENT };

	walk_entry(&walk, &document, old->root, new->root);
	g_ptr_array_unref(walk.path);
	return walk.changes;
}
