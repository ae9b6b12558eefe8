/* Sets one attribute of an object from its node. */
#include "yaml/value.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "sql/quote.h"
#include "sql/type_arguments.h"
#include "sql/type_name.h"
#include "yaml/allowed.h"
#include "yaml/fragment.h"
#include "yaml/pyrseas.h"
#include "yaml/pyrseas_meant.h"

bool value_wrong_type(
	struct loader *loader, const struct object *object, const struct node *node, const char *expected, GError **error)
{
	return loader_fail(loader, node, error, "%s%s%sof %s: expected %s, found %s", node->key ? "\"" : "an entry ",
		node->key ? node->key : "", node->key ? "\" " : "", loader_a(loader, object->kind->name), expected,
		node_found(loader->arena, node));
}

/* The text of a scalar, in the pool; any other node is an error. */
bool value_text(struct loader *loader, const struct object *object, const struct node *node, const char **text, GError **error)
{
	if (node->type != NODE_SCALAR)
		return value_wrong_type(loader, object, node, "a text", error);
	*text = node_is_null(node) ? NULL : pool_text(loader->pool, node->text);
	return true;
}

/* Pseudo-types, which no server has as types: each stands for a default and a sequence. */
static bool is_serial(const char *text)
{
	static const char *const words[] = { "serial", "serial4", "bigserial", "serial8", "smallserial", "serial2" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(text, words[i]) == 0)
			return true;
	return false;
}

/* The type's name as the server prints it; cached, since a document uses few types, often. */
static const char *settle_type(struct loader *loader, const char *text)
{
	const char *settled = g_hash_table_lookup(loader->types, text);

	if (!settled) {
		g_autofree char *changed = type_settle(text);
		settled = changed ? pool_text(loader->pool, changed) : text;
		g_hash_table_insert(loader->types, (gpointer)text, (gpointer)settled);
	}
	return settled;
}

static const char *settle_types_within(struct loader *loader, enum types types, const char *text)
{
	g_autofree char *changed = !text || types == TYPES_NONE ? NULL
				   : types == TYPES_RESULT	? type_settle_result(text)
								: type_settle_arguments(text);

	return changed ? pool_text(loader->pool, changed) : text;
}

/* The types in a row's value, spelled as the server does. */
static const char *settle_types(struct loader *loader, const struct attribute *row, const char *text)
{
	return row->refers == REFERS_TYPE ? settle_type(loader, text) : settle_types_within(loader, row->types, text);
}

static bool check_serial(struct loader *loader, const struct object *object, const struct attribute *row, const struct node *node,
	const char *text, GError **error)
{
	return row->refers != REFERS_TYPE || !is_serial(text) ||
	       loader_fail(loader, node, error,
		       "\"%s\" of %s: %s makes a column of another type: give \"type: %s\", \"not_null: true\" and \"serial: "
		       "true\"",
		       row->name, loader_a(loader, object->kind->name), text,
		       g_ascii_tolower(text[0]) == 'b' || strchr(text, '8')	      ? "bigint"
		       : g_ascii_strncasecmp(text, "sm", 2) == 0 || strchr(text, '2') ? "smallint"
										      : "integer");
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const struct names *value_names(struct loader *loader, GPtrArray *items, bool sorted)
{
	if (sorted && items->len > 1)
		qsort(items->pdata, items->len, sizeof(items->pdata[0]), compare_texts);
	return pool_names(loader->pool, (const char *const *)items->pdata, items->len);
}

/* A label with its former name, `new: {oldname: old}`, becomes new, and new=old in the hidden row "oldnames". */
static bool renamed_item(struct loader *loader, struct object *object, const struct node *item, const char **text, GError **error)
{
	const struct attribute *row = kind_attribute(object->kind, "oldnames");
	const struct node *old = item->type == NODE_MAP && item->count == 1 ? node_get(item->first, "oldname") : NULL;

	if (!row || !old || item->first->count != 1)
		return value_wrong_type(loader, object, item, "a text", error);
	if (old->type != NODE_SCALAR)
		return value_wrong_type(loader, object, old, "a text", error);
	*text = pool_text(loader->pool, item->first->key);
	const struct names *known = attribute_names(row, object);
	g_autoptr(GPtrArray) items = g_ptr_array_new();
	for (size_t i = 0; known && i < known->count; i++)
		g_ptr_array_add(items, (gpointer)known->items[i]);
	g_ptr_array_add(items, (gpointer)pool_printf(loader->pool, "%s=%s", *text, old->text));
	attribute_set_names(row, object, value_names(loader, items, false));
	return true;
}

/* The name of a relation without the schema if it is the object's; any other text unchanged. */
static const char *bare_name(struct loader *loader, const struct object *object, const struct attribute *row, const char *text)
{
	g_autoptr(GString) prefix = g_string_new(NULL);

	if (row->refers != REFERS_RELATION || !object->schema)
		return text;
	quote_format(prefix, "%I.", object->schema);
	return g_str_has_prefix(text, prefix->str) ? pool_text(loader->pool, text + prefix->len) : text;
}

/* Fails for duplicates; equal texts of the pool are the same pointer. */
static bool check_distinct(struct loader *loader, const struct object *object, const struct attribute *row, const struct node *node,
	const GPtrArray *items, GError **error)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < items->len; i++, node = node->next)
		if (!g_hash_table_add(seen, (gpointer)bare_name(loader, object, row, items->pdata[i])))
			return loader_fail(loader, node, error, "\"%s\" of %s: \"%s\" stands twice", row->name,
				loader_a(loader, object->kind->name), (const char *)items->pdata[i]);
	return true;
}

static bool fill_names(
	struct loader *loader, struct object *object, const struct attribute *row, const struct node *node, GError **error)
{
	g_autoptr(GPtrArray) items = g_ptr_array_new();

	if (node_is_null(node))
		return true;
	if (node->type != NODE_LIST && !(row->options && node->type == NODE_MAP))
		return value_wrong_type(loader, object, node, "a list", error);
	for (const struct node *item = node->first; item; item = item->next) {
		const char *text = NULL;

		if (item->type == NODE_MAP && !item->key) {
			if (!renamed_item(loader, object, item, &text, error))
				return false;
		} else if (!value_text(loader, object, item, &text, error)) {
			return false;
		}
		if (item->key)
			text = pool_printf(loader->pool, "%s=%s", item->key, text ? text : "");
		else if (!text && !*item->text)
			return value_wrong_type(loader, object, item, "a text", error);
		else if (!text)
			text = pool_text(loader->pool, item->text);
		if (!allowed_check(loader, object, row, item, text, error))
			return false;
		g_ptr_array_add(items, (gpointer)settle_types(loader, row, text));
	}
	if (row->distinct && !check_distinct(loader, object, row, node->first, items, error))
		return false;
	attribute_set_names(row, object, value_names(loader, items, row->options && !row->ordered));
	return true;
}

static bool fill(struct loader *loader, struct object *object, const struct attribute *row, const struct node *node, GError **error)
{
	const char *text = NULL;
	bool value = false;

	switch (row->type) {
	case ATTRIBUTE_TEXT:
		if (!value_text(loader, object, node, &text, error))
			return false;
		if (row->form == FORM_BARE && node_bool(node, &value))
			text = pool_text(loader->pool, value ? "true" : "false");
		if (!text || !allowed_check(loader, object, row, node, text, error) ||
			!check_serial(loader, object, row, node, text, error)) {
			attribute_set_text(row, loader->pool, object, text);
			return !text;
		}
		attribute_set_text(row, loader->pool, object, settle_types(loader, row, text));
		return true;
	case ATTRIBUTE_BOOL:
		if (!node_is_null(node) && !node_bool(node, &value))
			return value_wrong_type(loader, object, node, "true or false", error);
		attribute_set_bool(row, object, value);
		return true;
	case ATTRIBUTE_NAMES:
		return fill_names(loader, object, row, node, error);
	}
	return true;
}

bool value_fill(struct loader *loader, struct object *object, const struct attribute *row, const struct node *node, GError **error)
{
	if (!fill(loader, object, row, node, error))
		return false;
	if (!loader->default_told && attribute_is_absent(row, object))
		loader->default_told = pyrseas_tells(row, object);
	return true;
}

/* Adds one entry of the map of a FORM_MAP row: name=value. */
bool value_fill_option(
	struct loader *loader, struct object *object, const struct attribute *row, const struct node *node, GError **error)
{
	const struct names *known = attribute_names(row, object);
	g_autoptr(GPtrArray) items = g_ptr_array_new();
	const char *text = NULL;

	const struct attribute *option = kind_attribute(row->map_of, node->key);

	if (!value_text(loader, object, node, &text, error) ||
		(text && option && !allowed_check(loader, object, option, node, text, error)) ||
		(text && !option && !allowed_check_length(loader, row->map_of, text, node, error)) || /* its name */
		!fragment_check(loader, object, row, node, text, error))
		return false;
	for (size_t i = 0; known && i < known->count; i++)
		g_ptr_array_add(items, (gpointer)known->items[i]);
	if (text)
		g_ptr_array_add(items, (gpointer)pool_printf(loader->pool, "%s=%s", node->key, text));
	attribute_set_names(row, object, value_names(loader, items, true));
	return true;
}
