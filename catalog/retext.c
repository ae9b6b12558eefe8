/* The SQL texts of an object, one after the other. */
#include "catalog/retext.h"

#include <glib.h>

#include "catalog/object.h"
#include "catalog/pool.h"

static const struct names *retext_names(
	const struct retext *retext, const struct object *object, const struct attribute *row, const struct names *names)
{
	g_autofree const char **items = g_new(const char *, names->count + 1);
	bool changed = false;

	for (size_t i = 0; i < names->count; i++) {
		items[i] = retext->value(retext->data, object, row, names->items[i]);
		changed = changed || items[i] != names->items[i];
	}
	return changed ? pool_names(retext->pool, items, names->count) : names;
}

static void retext_row(const struct retext *retext, struct object *object, const struct attribute *row)
{
	const char *text = row->type == ATTRIBUTE_TEXT ? attribute_text(row, object) : NULL;
	const struct names *names = row->type == ATTRIBUTE_NAMES ? attribute_names(row, object) : NULL;

	if (text)
		attribute_set_text(row, retext->pool, object, retext->value(retext->data, object, row, text));
	if (names)
		attribute_set_names(row, object, retext_names(retext, object, row, names));
}

static bool has_sql_name(const struct object *object)
{
	const struct attribute *row = object->kind->name_is_if ? kind_attribute(object->kind, object->kind->name_is_if) : NULL;

	return object->kind->name_is != FRAGMENT_NONE && (!row || g_strcmp0(attribute_text(row, object), "expression") == 0);
}

void retext_object(const struct retext *retext, struct object *object)
{
	bool one = object->identity == object->name;

	for (const struct attribute *row = object->kind->attributes; row->name; row++)
		if (!attribute_is_variant(object->kind, row))
			retext_row(retext, object, row);
	if (object->signature)
		object->signature = retext->called(retext->data, object, object->signature, false);
	if (has_sql_name(object))
		object->name = retext->called(retext->data, object, object->name, object->kind->name_is == FRAGMENT_EXPRESSION);
	if (!one && object->identity)
		object->identity = retext->called(retext->data, object, object->identity, false);
	else
		object->identity = object->name;
}
