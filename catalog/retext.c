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

/* into: gets the texts; NULL: none does. */
static void retext_row(const struct retext *retext, const struct object *object, const struct attribute *row, struct object *into)
{
	const char *text = row->type == ATTRIBUTE_TEXT ? attribute_text(row, object) : NULL;
	const struct names *names = row->type == ATTRIBUTE_NAMES ? attribute_names(row, object) : NULL;

	if (text)
		text = retext->value(retext->data, object, row, text);
	if (names)
		names = retext_names(retext, object, row, names);
	if (into && text)
		attribute_set_text(row, retext->pool, into, text);
	if (into && names)
		attribute_set_names(row, into, names);
}

static void retext_rows(const struct retext *retext, const struct object *object, struct object *into)
{
	for (const struct attribute *row = object->kind->attributes; row->name; row++)
		if (!attribute_is_variant(object->kind, row))
			retext_row(retext, object, row, into);
}

static bool has_sql_name(const struct object *object)
{
	const struct attribute *row = object->kind->name_is_if ? kind_attribute(object->kind, object->kind->name_is_if) : NULL;

	return object->kind->name_is != FRAGMENT_NONE && (!row || g_strcmp0(attribute_text(row, object), "expression") == 0);
}

static const char *called(const struct retext *retext, const struct object *object, const char *text, bool expression)
{
	return text ? retext->called(retext->data, object, text, expression) : NULL;
}

static const char *name_of(const struct retext *retext, const struct object *object)
{
	return has_sql_name(object) ? called(retext, object, object->name, object->kind->name_is == FRAGMENT_EXPRESSION)
				    : object->name;
}

void retext_object(const struct retext *retext, struct object *object)
{
	bool one = object->identity == object->name;

	retext_rows(retext, object, object);
	object->signature = called(retext, object, object->signature, false);
	object->name = name_of(retext, object);
	object->identity = one || !object->identity ? object->name : called(retext, object, object->identity, false);
}

void retext_each(const struct retext *retext, const struct object *object)
{
	retext_rows(retext, object, NULL);
	called(retext, object, object->signature, false);
	name_of(retext, object);
	if (object->identity != object->name)
		called(retext, object, object->identity, false);
}
