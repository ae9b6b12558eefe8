/* Describes an object as a tree of nodes, by the rows of its kind. */
#include "yaml/describe.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/snapshot.h"
#include "yaml/options.h"
#include "yaml/privileges.h"
#include "yaml/scalar.h"

/* Adds a node under a dotted name. Rows with the same name for different versions are one attribute: the first one stays. */
static void put(struct arena *arena, struct node *map, const char *name, struct node *node)
{
	const char *dot;

	while ((dot = strchr(name, '.'))) {
		g_autofree char *key = g_strndup(name, (size_t)(dot - name));
		map = node_map(arena, map, key);
		name = dot + 1;
	}
	if (!node_get(map, name))
		node_add(arena, map, name, node);
}

/* Numbers and booleans are written without quotes; the loader reads them as text. */
static struct node *number_node(struct arena *arena, const char *text)
{
	bool plain = scalar_is_number(text) || strcmp(text, "true") == 0 || strcmp(text, "false") == 0;

	return node_scalar(arena, plain ? NODE_PLAIN : NODE_QUOTED, text);
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* sorted: the order has no meaning, so the same names give the same bytes. */
static struct node *names_node(struct arena *arena, const struct names *names, bool sorted)
{
	struct node *list = node_new(arena, NODE_LIST);
	size_t count = names ? names->count : 0;
	const char **items = arena_take(arena, count * sizeof(items[0]));

	for (size_t i = 0; i < count; i++)
		items[i] = names->items[i];
	if (sorted && count > 1)
		qsort(items, count, sizeof(items[0]), compare_texts);
	for (size_t i = 0; i < count; i++)
		node_add(arena, list, NULL, node_scalar(arena, NODE_QUOTED, items[i]));
	return list;
}

/*
 * The former name of a label: among the hints new=old the one whose new name is this label; for several labels that match, the
 * longest counts. NULL: none.
 */
static const char *former_label(const struct names *hints, const struct names *labels, const char *label)
{
	for (size_t i = 0; hints && i < hints->count; i++) {
		const char *hint = hints->items[i], *best = NULL;
		for (size_t l = 0; l < labels->count; l++)
			if (g_str_has_prefix(hint, labels->items[l]) && hint[strlen(labels->items[l])] == '=' &&
				(!best || strlen(labels->items[l]) > strlen(best)))
				best = labels->items[l];
		if (best == label)
			return hint + strlen(label) + 1;
	}
	return NULL;
}

/* The labels of an enum, with the document's former names: `- new: {oldname: old}`. */
static struct node *labels_node(struct arena *arena, const struct names *labels, const struct names *hints)
{
	struct node *list = names_node(arena, labels, false);

	for (struct node *item = list->first; item && hints; item = item->next) {
		const char *old = NULL;
		for (size_t i = 0; i < labels->count && !old; i++)
			if (strcmp(labels->items[i], item->text) == 0)
				old = former_label(hints, labels, labels->items[i]);
		if (!old)
			continue;
		struct node *hint = node_new(arena, NODE_MAP);
		put(arena, hint, "oldname", node_scalar(arena, NODE_QUOTED, old));
		const char *label = item->text;
		item->type = NODE_MAP;
		item->text = NULL;
		node_add(arena, item, label, hint);
	}
	return list;
}

static struct node *value_node(struct arena *arena, const struct attribute *row, const struct object *object)
{
	switch (row->type) {
	case ATTRIBUTE_TEXT:
		if (row->form == FORM_NUMBER || row->form == FORM_REAL || row->form == FORM_BARE)
			return number_node(arena, attribute_text(row, object));
		return node_scalar(arena, row->form == FORM_BLOCK ? NODE_BLOCK : NODE_QUOTED, attribute_text(row, object));
	case ATTRIBUTE_BOOL:
		return node_scalar(arena, NODE_PLAIN, "true");
	case ATTRIBUTE_NAMES:
		break;
	}
	const struct attribute *hints = strcmp(row->name, "labels") == 0 ? kind_attribute(object->kind, "oldnames") : NULL;
	if (hints)
		return labels_node(arena, attribute_names(row, object), attribute_names(hints, object));
	return names_node(arena, attribute_names(row, object), row->options && !row->ordered);
}

static size_t prefix_length(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot ? (size_t)(dot - name) : strlen(name);
}

/* Whether any other row of the same map has a value. */
static bool has_company(const struct attribute *word, const struct object *object)
{
	size_t length = prefix_length(word->name);

	for (const struct attribute *row = object->kind->attributes; row->name; row++)
		if (row->offset != word->offset && row->form != FORM_HIDDEN && prefix_length(row->name) == length &&
			strncmp(row->name, word->name, length) == 0 && !attribute_is_absent(row, object))
			return true;
	return false;
}

/* Adds name=value texts as entries of the map that the row's name gives. */
static void put_options(struct arena *arena, struct node *map, const struct attribute *row, const struct object *object)
{
	const struct names *names = attribute_names(row, object);
	g_autofree char *prefix = g_strndup(row->name, prefix_length(row->name));

	for (size_t i = 0; i < names->count; i++) {
		const char *equals = strchr(names->items[i], '=');
		size_t length = equals ? (size_t)(equals - names->items[i]) : strlen(names->items[i]);
		g_autofree char *name = g_strdup_printf("%s.%.*s", prefix, (int)length, names->items[i]);
		put(arena, map, name, number_node(arena, equals ? equals + 1 : ""));
	}
}

/* Whether another row implies this one. */
static bool is_told_by_another(const struct attribute *row, const struct object *object)
{
	return row->told_by && !attribute_is_absent(kind_attribute(object->kind, row->told_by), object);
}

static void put_attribute(struct arena *arena, struct node *map, const struct attribute *row, const struct object *object)
{
	if (row->form == FORM_HIDDEN || attribute_is_absent(row, object) || is_told_by_another(row, object))
		return;
	if (row->form == FORM_MAP) {
		put_options(arena, map, row, object);
	} else if (row->form == FORM_WORD && !has_company(row, object)) {
		g_autofree char *prefix = g_strndup(row->name, prefix_length(row->name));
		put(arena, map, prefix, value_node(arena, row, object));
	} else {
		put(arena, map, row->name, value_node(arena, row, object));
	}
}

static void add_part(struct arena *arena, struct node *list, const struct object *part, const struct yaml_write_options *options)
{
	g_autofree char *key = NULL;
	struct node *node;

	switch (part->kind->shape) {
	case PART_KEYED:
		key = g_strdup_printf("%s %s", kind_key(part->kind), part->name);
		node_add(arena, list, key, describe_object(arena, part, options));
		return;
	case PART_MAP:
		node_add(arena, list, part->name, describe_object(arena, part, options));
		return;
	case PART_VALUE:
		node_add(arena, list, part->name, value_node(arena, part->kind->attributes, part));
		return;
	case PART_PLAIN:
	case PART_LIST:
		node = describe_object(arena, part, options);
		if (part->kind->shape == PART_PLAIN && !node->count)
			node_add(arena, list, NULL, node_scalar(arena, NODE_QUOTED, part->name));
		else
			node_add(arena, node_add(arena, list, NULL, node_new(arena, NODE_MAP)), part->name, node);
		return;
	}
}

static void put_parts(struct arena *arena, struct node *map, const struct object *object, const struct kind *kind,
	const struct yaml_write_options *options)
{
	struct parts parts = object_parts(object, kind);
	struct node *list = kind->shape == PART_KEYED ? map : node_new(arena, kind_is_ordered(kind) ? NODE_LIST : NODE_MAP);

	if (!parts.count)
		return;
	for (size_t i = 0; i < parts.count; i++)
		add_part(arena, list, parts.items[i], options);
	if (list == map)
		return;
	const char *under = kind->under ? attribute_text(kind_attribute(object->kind, kind->under), object) : NULL;
	if (under) {
		struct node *outer = node_new(arena, NODE_MAP);
		node_add(arena, outer, under, list);
		list = outer;
	}
	put(arena, map, kind_key(kind), list);
}

static void put_common(struct arena *arena, struct node *map, const struct object *object, const struct yaml_write_options *options)
{
	struct node *privileges = options->no_privileges ? NULL : privileges_node(arena, object);

	if (object->owner && !options->no_owner)
		put(arena, map, "owner", node_scalar(arena, NODE_QUOTED, object->owner));
	if (object->comment)
		put(arena, map, "description", node_scalar(arena, NODE_QUOTED, object->comment));
	for (size_t i = 0; object->labels && i < object->labels->count; i++) {
		g_autofree char *provider = g_strndup(object->labels->items[i], strcspn(object->labels->items[i], "="));
		node_add(arena, node_map(arena, map, "security_labels"), provider,
			node_scalar(arena, NODE_QUOTED, object->labels->items[i] + strlen(provider) + 1));
	}
	if (privileges)
		put(arena, map, "privileges", privileges);
	if (object->extensions)
		put(arena, map, "depends_on_extensions", names_node(arena, object->extensions, true));
	if (object->oldname)
		put(arena, map, "oldname", node_scalar(arena, NODE_QUOTED, object->oldname));
	if (object->depends_on)
		put(arena, map, "depends_on", names_node(arena, object->depends_on, true));
}

struct node *describe_object(struct arena *arena, const struct object *object, const struct yaml_write_options *options)
{
	const struct kind *kind = object->kind;
	struct node *map = node_new(arena, NODE_MAP);

	for (const struct attribute *row = kind->attributes; row->name; row++)
		put_attribute(arena, map, row, object);
	for (size_t i = 0; kind->parts && kind->parts[i]; i++)
		put_parts(arena, map, object, kind->parts[i], options);
	put_common(arena, map, object, options);
	if (kind->mark && !node_get(map, kind->mark))
		put(arena, map, kind->mark, node_new(arena, NODE_LIST));
	return map;
}
