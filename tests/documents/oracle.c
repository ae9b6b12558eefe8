/* What merging must give, found in another way: by the paths of all values. */
#include "tests/documents/oracle.h"

#include <string.h>

#include "tests/documents/branches.h"
#include "tests/documents/help.h"
#include "yaml/emit.h"

/* Items that are known by a name; of other lists the text is the value. */
static bool has_names(const struct node *list)
{
	bool names = list->first;

	for (const struct node *item = list->first; item; item = item->next)
		names = names && item->type == NODE_MAP && item->count == 1;
	return names;
}

/*
 * Below it stands the order of a list with names. What both add changes it twice, so that it tells no more than whether something
 * has changed.
 */
static const char order_path[] = "/in this order";

/* The value of what has entries: whether it is there they tell. */
static const char there[] = "there", nothing[] = "nothing";

/* The key that the entry has in the base, where it has another name now. */
static char *key_in_base(const struct node *parent, const struct node *entry, const char *path, GHashTable *base)
{
	const struct node *old = node_get(entry, "oldname");
	const char *blank = strrchr(entry->key, ' ');
	bool known = false;

	if (!old || !base || !old->text)
		return g_strdup(entry->key);
	g_autofree char *key = g_strdup_printf(
		"%.*s%s", blank && parent->type == NODE_MAP ? (int)(blank - entry->key) + 1 : 0, entry->key, old->text);
	g_autofree char *full = g_strdup_printf("%s/%s", path, key);
	for (const struct node *child = parent->first; child; child = child->next)
		known = known || g_strcmp0(child->key ? child->key : child->first->key, key) == 0;
	return g_strdup(!known && g_hash_table_contains(base, full) ? key : entry->key);
}

/* base: the paths of the base; NULL: these are. */
static void flatten(const struct node *node, const char *path, GHashTable *paths, GHashTable *base)
{
	if (node->type == NODE_SCALAR) {
		g_hash_table_insert(paths, g_strdup(path), g_strdup(node->text));
	} else if (node->type == NODE_LIST && node->first &&
		   (!has_names(node) || strstr(path, "/partition_by/") || g_str_has_suffix(path, "/keys"))) {
		g_autoptr(GString) items = g_string_new("\n");
		for (const struct node *item = node->first; item; item = item->next) {
			struct node entry = *item;
			entry.key = "item";
			emit_entry(items, &entry, 0);
		}
		g_hash_table_insert(paths, g_strdup(path), g_strdup(items->str));
	} else {
		g_autoptr(GString) order = g_string_new(NULL);
		g_hash_table_insert(paths, g_strdup(path), g_strdup(node->first ? there : nothing));
		for (const struct node *child = node->first; child; child = child->next) {
			const struct node *entry = node->type == NODE_LIST ? child->first : child;
			g_autofree char *key = key_in_base(node, entry, path, base), *below = g_strdup_printf("%s/%s", path, key);
			if (strcmp(key, entry->key) != 0)
				g_hash_table_insert(paths, g_strdup_printf("%s/its name", below), g_strdup(entry->key));
			flatten(entry, below, paths, base);
			g_string_append_printf(order, "%s\n", key);
		}
		if (node->type == NODE_LIST)
			g_hash_table_insert(paths, g_strdup_printf("%s%s", path, order_path), g_strdup(order->str));
	}
}

static GHashTable *paths_of(const char *text, GHashTable *base)
{
	GHashTable *paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	struct arena *arena = arena_new();

	flatten(document_tree(arena, text), "", paths, base);
	g_hash_table_remove(paths, "/omitted");
	arena_free(arena);
	return paths;
}

static bool has_item(const char *list, const char *item)
{
	g_auto(GStrv) items = g_strsplit(list ? list : "", "\nitem:", -1);
	bool found = false;

	for (char **other = items[0] ? items + 1 : items; *other; other++)
		found = found || strcmp(g_strstrip(*other), item) == 0;
	return found;
}

/* Whether the merged list has each item that both sides together ask for, and no other. */
static bool is_union(const char *const values[])
{
	bool good = true;

	for (int i = 0; i < 4; i++) {
		g_auto(GStrv) items = g_strsplit(values[i] ? values[i] : "", "\nitem:", -1);
		for (char **item = items[0] ? items + 1 : items; *item; item++) {
			bool in[4];
			g_strstrip(*item);
			for (int j = 0; j < 4; j++)
				in[j] = has_item(values[j], *item);
			good = good && in[3] == (in[1] == in[0] ? in[2] : in[1]);
		}
	}
	return good;
}

/* Whether both sides have changed it, each its own way. */
static bool is_disputed(GHashTable *const paths[], const char *path)
{
	const char *base = g_hash_table_lookup(paths[0], path), *ours = g_hash_table_lookup(paths[1], path),
		   *theirs = g_hash_table_lookup(paths[2], path);

	return !g_str_has_suffix(path, order_path) && g_strcmp0(base, ours) != 0 && g_strcmp0(base, theirs) != 0 &&
	       g_strcmp0(ours, theirs) != 0;
}

static char *why_wrong(GHashTable *const paths[], const char *path)
{
	const char *values[4];
	bool holder = true;

	for (int i = 0; i < 4; i++) {
		values[i] = g_hash_table_lookup(paths[i], path);
		holder = holder && (!values[i] || strcmp(values[i], there) == 0 || strcmp(values[i], nothing) == 0);
		values[i] = holder && values[i] ? there : values[i];
	}
	if (g_str_has_suffix(path, order_path) || (holder && !strchr(strrchr(path, '/') ? strrchr(path, '/') : path, ' ')))
		return NULL;
	const char *wanted = g_strcmp0(values[1], values[0]) == 0 ? values[2] : values[1];
	if (is_disputed(paths, path) ? is_union(values) && (!values[3] || *values[3] == '\n') : g_strcmp0(wanted, values[3]) == 0)
		return NULL;
	return g_strdup_printf("%s: base %s, ours %s, theirs %s, merged %s", path, values[0], values[1], values[2], values[3]);
}

/* What a document says nothing of is not in it. */
static bool is_omitted(const char *merged, const char *path)
{
	bool owners = strstr(merged, "omitted:\n- owners"),
	     privileges = strstr(merged, "omitted:\n- owners\n- privileges") || strstr(merged, "omitted:\n- privileges");

	return (owners && g_str_has_suffix(path, "/owner")) || (privileges && strstr(path, "privileges"));
}

void oracle_check(const char *const texts[], GString *report)
{
	GHashTable *paths[4];
	g_autoptr(GHashTable) all = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter iterator;
	gpointer path;

	for (int i = 0; i < 4; i++) {
		paths[i] = paths_of(texts[i], i ? paths[0] : NULL);
		g_hash_table_iter_init(&iterator, paths[i]);
		while (g_hash_table_iter_next(&iterator, &path, NULL))
			g_hash_table_add(all, path);
	}
	g_hash_table_iter_init(&iterator, all);
	while (g_hash_table_iter_next(&iterator, &path, NULL)) {
		g_autofree char *wrong = is_omitted(texts[3], path) ? NULL : why_wrong(paths, path);
		if (wrong)
			g_string_append_printf(report, "%s\n", wrong);
	}
	for (int i = 0; i < 4; i++)
		g_hash_table_unref(paths[i]);
}

/* Whether one side has taken away what stands above a path that the other one has changed. */
static bool is_cut(GHashTable *const paths[], const char *path, int side)
{
	g_autofree char *above = g_strdup(path);
	bool changed = g_strcmp0(g_hash_table_lookup(paths[3 - side], path), g_hash_table_lookup(paths[0], path)) != 0;

	for (char *slash; changed && (slash = strrchr(above, '/'));) {
		*slash = '\0';
		if (g_hash_table_contains(paths[0], above) && !g_hash_table_contains(paths[side], above))
			return true;
	}
	return false;
}

/* Whether both have added what stands above a path that only one of them has. */
static bool is_half(GHashTable *const paths[], const char *path)
{
	g_autofree char *above = g_strdup(path);
	char *slash = strrchr(above, '/');

	if (!slash || g_hash_table_contains(paths[1], path) == g_hash_table_contains(paths[2], path))
		return false;
	while ((slash = strrchr(above, '/'))) {
		*slash = '\0';
		if (!g_hash_table_contains(paths[0], above) && g_hash_table_contains(paths[1], above) &&
			g_hash_table_contains(paths[2], above))
			return true;
	}
	return false;
}

bool oracle_has_conflict(const char *const texts[])
{
	GHashTable *paths[3];
	bool real = false;

	for (int i = 0; i < 3; i++)
		paths[i] = paths_of(texts[i], i ? paths[0] : NULL);
	for (int i = 0; i < 3; i++) {
		GHashTableIter iterator;
		gpointer path;
		g_hash_table_iter_init(&iterator, paths[i]);
		while (g_hash_table_iter_next(&iterator, &path, NULL))
			real = real || is_disputed(paths, path) || is_cut(paths, path, 1) || is_cut(paths, path, 2) ||
			       is_half(paths, path);
	}
	for (int i = 0; i < 3; i++)
		g_hash_table_unref(paths[i]);
	return real;
}
