/* Adds required keys to a JSON Schema: see yaml/complete.c. */
#include "yaml/schema_require.h"

#include <string.h>

#include "catalog/kinds.h"
#include "yaml/schema_inside.h"

static bool has_item(const struct node *list, const char *text)
{
	for (const struct node *item = list->first; item; item = item->next)
		if (strcmp(item->text, text) == 0)
			return true;
	return false;
}

/* Adds an item to the list with that key in a schema, created if missing. */
static void put_item(struct arena *arena, struct node *schema, const char *key, const char *text)
{
	struct node *list = node_get(schema, key);

	if (!list)
		list = node_add(arena, schema, key, node_new(arena, NODE_LIST));
	if (!has_item(list, text))
		node_add(arena, list, NULL, node_scalar(arena, NODE_QUOTED, text));
}

/* Requires the row, and the maps that contain it. */
static void require(struct arena *arena, struct node *schema, const char *name)
{
	const char *dot = strchr(name, '.');
	g_autofree char *first = g_strndup(name, dot ? (size_t)(dot - name) : strlen(name));

	put_item(arena, schema, "required", first);
	if (dot)
		require(arena, node_get(node_get(schema, "properties"), first), dot + 1);
}

/* Requires the row or one of its alternatives. Alternatives in the parent are ignored. */
static void require_either(struct arena *arena, struct node *schema, const struct attribute *row)
{
	g_auto(GStrv) others = g_strsplit(row->unless, "|", -1);
	struct node *all, *any;

	if (g_str_has_prefix(row->unless, "parent."))
		return;
	all = node_get(schema, "allOf");
	if (!all)
		all = node_add(arena, schema, "allOf", node_new(arena, NODE_LIST));
	any = node_add(arena, node_add(arena, all, NULL, node_new(arena, NODE_MAP)), "anyOf", node_new(arena, NODE_LIST));
	put_item(arena, node_add(arena, any, NULL, node_new(arena, NODE_MAP)), "required", row->name);
	for (char **other = others; *other; other++)
		put_item(arena, node_add(arena, any, NULL, node_new(arena, NODE_MAP)), "required", *other);
}

/* Requires the row if another one is set that needs it. */
static void require_beside(struct arena *arena, struct node *schema, const struct attribute *row)
{
	g_auto(GStrv) names = g_strsplit(row->required_with, "|", -1);

	for (char **name = names; *name; name++)
		if (!strchr(*name, '.'))
			put_item(arena, node_map(arena, schema, "dependencies"), *name, row->name);
}

void schema_require(struct arena *arena, struct node *schema, const struct kind *kind)
{
	for (const struct attribute *row = kind->attributes; row->name; row++) {
		if (row->required && row->unless)
			require_either(arena, schema, row);
		else if (row->required && kind->shape != PART_VALUE)
			require(arena, schema, row->name);
		if (row->required_with)
			require_beside(arena, schema, row);
	}
	for (size_t i = 0; kind->parts && kind->parts[i]; i++)
		if (kind->parts[i]->required)
			require(arena, schema, kind_key(kind->parts[i]));
	if (kind->mark)
		put_item(arena, schema, "required", kind->mark);
}
