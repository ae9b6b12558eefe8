/* Turns nodes of a document into objects of a snapshot, by the rows of their kinds. */
#include "yaml/fill.h"

#include "yaml/loader.h"

#include <limits.h>
#include <string.h>

#include "catalog/kinds.h"
#include "sql/type_arguments.h"
#include "sql/type_name.h"
#include "yaml/allowed.h"
#include "yaml/complete.h"
#include "yaml/fragment.h"
#include "yaml/privileges.h"
#include "yaml/pyrseas.h"
#include "yaml/value.h"

static bool fill_entry(struct loader *, struct object *, const char *prefix, struct node *, GError **);

/* The first row whose dotted name is below the prefix, and which has that form, if one is given. */
static const struct attribute *row_below(const struct kind *kind, const char *prefix, int form)
{
	size_t length = strlen(prefix);

	for (const struct attribute *row = kind->attributes; row->name; row++)
		if (row->form != FORM_HIDDEN && strncmp(row->name, prefix, length) == 0 && row->name[length] == '.' &&
			(form < 0 || (int)row->form == form))
			return row;
	return NULL;
}

static const struct kind *part_of_key(const struct kind *kind, const char *key)
{
	for (size_t i = 0; kind->parts && kind->parts[i]; i++)
		if (strcmp(kind_key(kind->parts[i]), key) == 0 && kind->parts[i]->shape != PART_KEYED)
			return kind->parts[i];
	return NULL;
}

/* The part kind whose objects are entries of the parent's map, such as "server s"; *name gets the part's name. */
static const struct kind *part_of_object_key(const struct kind *kind, const char *key, const char **name)
{
	for (size_t i = 0; kind->parts && kind->parts[i]; i++) {
		size_t length = strlen(kind_key(kind->parts[i]));
		if (kind->parts[i]->shape != PART_KEYED || !g_str_has_prefix(key, kind_key(kind->parts[i])) || key[length] != ' ' ||
			!key[length + 1])
			continue;
		*name = key + length + 1;
		return kind->parts[i];
	}
	return NULL;
}

static bool has_part_below(const struct kind *kind, const char *prefix)
{
	size_t length = strlen(prefix);

	for (size_t i = 0; kind->parts && kind->parts[i]; i++)
		if (strncmp(kind_key(kind->parts[i]), prefix, length) == 0 && kind_key(kind->parts[i])[length] == '.')
			return true;
	return false;
}

/* Adds an item of a list of parts: a name, or a name with a map (or, for columns, with the type). */
static bool add_item(struct loader *loader, const struct kind *part, struct object *parent, struct node *item, GError **error)
{
	if (item->type == NODE_SCALAR && *item->text) {
		struct node *empty = node_new(loader->arena, NODE_MAP);
		empty->line = empty->key_line = item->line;
		empty->column = empty->key_column = item->column;
		return loader_add(loader, part, parent, NULL, item->text, NULL, empty, error);
	}
	if (item->type != NODE_MAP || item->count != 1)
		return loader_fail(loader, item, error, "an entry of \"%s\" of %s: expected %s, found %s", kind_key(part),
			loader_a(loader, parent->kind->name),
			part->shape == PART_LIST ? "a name with its attributes" : "a name, or a name with its attributes",
			node_found(loader->arena, item));
	return loader_add(loader, part, parent, NULL, item->first->key, NULL, item->first, error);
}

static const char *item_name(const struct node *item)
{
	return item->type == NODE_MAP && item->first ? item->first->key : item->text;
}

/* A list must not name a column twice; the guard checks maps. */
static bool check_twins(struct loader *loader, const struct kind *part, const struct node *list, GError **error)
{
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);

	for (const struct node *item = list->first; item; item = item->next) {
		const char *name = item_name(item);
		const struct node *first = name ? g_hash_table_lookup(names, name) : NULL;

		if (first)
			return loader_fail(
				loader, item, error, "%s \"%s\" stands twice, first at line %u", part->name, name, first->line);
		if (name)
			g_hash_table_insert(names, (gpointer)name, (gpointer)item);
	}
	return true;
}

static bool fill_parts(struct loader *loader, const struct kind *part, struct object *parent, struct node *node, GError **error)
{
	bool map = !kind_is_ordered(part);

	if (node_is_null(node))
		return true;
	if (part->under) {
		const struct attribute *row = kind_attribute(parent->kind, part->under);
		if (node->type != NODE_MAP || node->count != 1)
			return value_wrong_type(loader, parent, node, "a map of one key", error);
		node = node->first;
		if (!allowed_check(loader, parent, row, node, node->key, error))
			return false;
		if (node->type != NODE_LIST || !node->count)
			return value_wrong_type(loader, parent, node, "a list with at least one key", error);
		attribute_set_text(row, loader->pool, parent, pool_text(loader->pool, node->key));
	}
	if (node->type != (map ? NODE_MAP : NODE_LIST))
		return value_wrong_type(loader, parent, node, map ? "a map of names" : "a list", error);
	if (part->shape == PART_LIST && !check_twins(loader, part, node, error))
		return false;
	for (struct node *child = node->first; child; child = child->next)
		if (map ? !loader_add(loader, part, parent, NULL, child->key, NULL, child, error)
			: !add_item(loader, part, parent, child, error))
			return false;
	return true;
}

/* Fails for an unknown key, with the nearest of all known ones. */
static bool unknown_key(
	struct loader *loader, const struct object *object, const char *prefix, const struct node *node, GError **error)
{
	const struct kind *kind = object->kind;
	size_t skip = prefix ? strlen(prefix) + 1 : 0;
	g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);
	static const char *const common[] = { "description", "depends_on", "depends_on_extensions", "oldname", "security_labels",
		"owner", "privileges" };

	const struct attribute *options = prefix ? row_below(kind, prefix, FORM_MAP) : NULL;
	for (const struct attribute *row = options ? options->map_of->attributes : &(struct attribute){ 0 }; row->name; row++)
		if (row->form != FORM_HIDDEN)
			g_ptr_array_add(known, g_strdup(row->name));
	for (const struct attribute *row = kind->attributes; row->name; row++)
		if (row->form != FORM_HIDDEN && row->form != FORM_MAP &&
			(!prefix || (g_str_has_prefix(row->name, prefix) && row->name[skip - 1] == '.')))
			g_ptr_array_add(known, g_strndup(row->name + skip, strcspn(row->name + skip, ".")));
	for (size_t i = 0; !prefix && kind->parts && kind->parts[i]; i++)
		g_ptr_array_add(known, g_strndup(kind_key(kind->parts[i]), strcspn(kind_key(kind->parts[i]), ".")));
	for (size_t i = 0; !prefix && i < G_N_ELEMENTS(common) - (kind->part && !kind->owner ? 2 : 0); i++)
		g_ptr_array_add(known, g_strdup(common[i]));
	g_ptr_array_add(known, NULL);
	g_autofree char *of = prefix ? g_strdup_printf("\"%s\" of %s", prefix, loader_a(loader, kind->name))
				     : g_strdup(loader_a(loader, kind->name));
	return loader_unknown(loader, node, of, (const char *const *)known->pdata, error);
}

static bool fill_list(struct loader *loader, struct object *object, const struct node *node, const char *of,
	const struct names **names, GError **error)
{
	g_autoptr(GPtrArray) items = g_ptr_array_new();

	if (node_is_null(node))
		return true;
	if (node->type != NODE_LIST)
		return value_wrong_type(loader, object, node, "a list", error);
	for (const struct node *item = node->first; item; item = item->next) {
		if (item->type != NODE_SCALAR)
			return value_wrong_type(loader, object, item, of, error);
		g_ptr_array_add(items, (gpointer)pool_text(loader->pool, item->text));
	}
	*names = value_names(loader, items, true);
	return true;
}

/* provider: label. */
static bool fill_labels(struct loader *loader, struct object *object, const struct node *node, GError **error)
{
	g_autoptr(GPtrArray) items = g_ptr_array_new();

	if (node_is_null(node))
		return true;
	if (node->type != NODE_MAP)
		return value_wrong_type(loader, object, node, "a map of providers to labels", error);
	for (const struct node *item = node->first; item; item = item->next) {
		const char *text = NULL;
		if (!value_text(loader, object, item, &text, error))
			return false;
		if (text)
			g_ptr_array_add(items, (gpointer)pool_printf(loader->pool, "%s=%s", item->key, text));
	}
	object->labels = value_names(loader, items, true);
	return true;
}

/* Fills what every object has. *mine: the key is one of these. Privileges wait until the owner is known. */
static bool fill_common(struct loader *loader, struct object *object, const struct node *node, bool *mine, GError **error)
{
	const struct kind *kind = object->kind;
	const char *text = NULL;

	*mine = true;
	if (strcmp(node->key, "description") == 0)
		return value_text(loader, object, node, &object->comment, error);
	if (strcmp(node->key, "oldname") == 0)
		return value_text(loader, object, node, &object->oldname, error);
	if (strcmp(node->key, "depends_on") == 0)
		return fill_list(loader, object, node, "the key of an object", &object->depends_on, error);
	if (strcmp(node->key, "depends_on_extensions") == 0)
		return fill_list(loader, object, node, "the name of an extension", &object->extensions, error);
	if (strcmp(node->key, "security_labels") == 0)
		return fill_labels(loader, object, node, error);
	if (strcmp(node->key, "owner") == 0 && (!kind->part || kind->owner)) {
		if (!value_text(loader, object, node, &text, error))
			return false;
		if (kind->owner) {
			object->owner = text;
			loader->owners = true;
		}
		return true;
	}
	if (strcmp(node->key, "privileges") == 0 && (kind->rights || kind->rights_of)) {
		loader->privileges = true;
		return true;
	}
	*mine = false;
	return true;
}

static bool fill_map(struct loader *loader, struct object *object, const char *key, struct node *node, GError **error)
{
	const struct attribute *word = row_below(object->kind, key, FORM_WORD);

	if (node_is_null(node))
		return true;
	if (node->type == NODE_SCALAR && word)
		return value_fill(loader, object, word, node, error);
	if (node->type != NODE_MAP)
		return value_wrong_type(loader, object, node, word ? "a word or a map" : "a map", error);
	for (struct node *child = node->first; child; child = child->next)
		if (!fill_entry(loader, object, key, child, error))
			return false;
	return true;
}

static bool fill_entry(struct loader *loader, struct object *object, const char *prefix, struct node *node, GError **error)
{
	const struct kind *kind = object->kind;
	g_autofree char *dotted = prefix ? g_strconcat(prefix, ".", node->key, NULL) : NULL;
	const char *key = dotted ? dotted : node->key;
	const struct kind *keyed;
	const char *name;
	bool mine = false;

	if (!prefix && (keyed = part_of_object_key(kind, key, &name)))
		return loader_add(loader, keyed, object, NULL, name, NULL, node, error);
	if (!prefix && !fill_common(loader, object, node, &mine, error))
		return false;
	if (mine)
		return true;
	if (!strchr(node->key, '.')) {
		const struct attribute *row = kind_attribute(kind, key);
		const struct kind *part = part_of_key(kind, key);

		if (row && row->form != FORM_HIDDEN && row->form != FORM_MAP)
			return value_fill(loader, object, row, node, error);
		if (part)
			return fill_parts(loader, part, object, node, error);
		if (row_below(kind, key, -1) || has_part_below(kind, key))
			return fill_map(loader, object, key, node, error);
		const struct attribute *options = prefix ? row_below(kind, prefix, FORM_MAP) : NULL;
		if (options && (strcmp(options->words, node->key) == 0 || kind_attribute(options->map_of, node->key)))
			return value_fill_option(loader, object, options, node, error);
	}
	return unknown_key(loader, object, prefix, node, error);
}

bool loader_fill(struct loader *loader, struct object *object, struct node *node, GError **error)
{
	if (node_is_null(node))
		return true;
	if (node->type != NODE_MAP) {
		g_autofree char *what = loader_describe(loader, object);
		return loader_fail(loader, node, error, "%s: expected a map, found %s", what, node_found(loader->arena, node));
	}
	if (!pyrseas_adapt(loader, object, node, error))
		return false;
	for (struct node *child = node->first; child; child = child->next)
		if (!fill_entry(loader, object, NULL, child, error))
			return false;
	const struct node *privileges = object->kind->rights || object->kind->rights_of ? node_get(node, "privileges") : NULL;
	return !privileges || privileges_load(loader, object, privileges, error);
}

bool loader_add(struct loader *loader, const struct kind *kind, struct object *parent, const char *schema, const char *name,
	const char *signature, struct node *node, GError **error)
{
	bool arguments = kind->signed_name && !kind->between;
	g_autofree char *settled = arguments && signature ? type_settle_arguments(signature) : NULL;
	struct object *object = parent ? snapshot_add_part(loader->into, kind, parent, name)
				       : snapshot_add(loader->into, kind, schema, name, settled ? settled : signature);
	struct loaded loaded = { object, loader->file };
	const struct attribute *type = kind_attribute(kind, "type");

	object->file = loader->file;
	object->line = node->key_line ? node->key_line : node->line;
	object->column = MIN(node->key_line ? node->key_column : node->column, USHRT_MAX);
	g_array_append_val(loader->loaded, loaded);
	if (parent && !*name)
		return loader_fail(loader, node, error, "%s needs a name", loader_a(loader, kind->name));
	if (kind->shape == PART_VALUE && kind->part)
		type = kind->attributes;
	else if (!kind->part || kind->shape != PART_LIST || node->type != NODE_SCALAR || node_is_null(node))
		type = NULL;
	return (type ? value_fill(loader, object, type, node, error) : loader_fill(loader, object, node, error)) &&
	       allowed_check_name(loader, object, node, error) && fragment_check_name(loader, object, node, error) &&
	       complete_check(loader, object, node, error);
}
