/* The members of every object: parts, key, and its name in messages. */
#include "catalog/object.h"

#include <glib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/pool.h"
#include "sql/quote.h"

struct parts object_parts(const struct object *object, const struct kind *part)
{
	int index = kind_part_index(object->kind, part);

	return index < 0 ? (struct parts){ 0 } : object->parts[index];
}

const struct object *object_part(const struct object *object, const struct kind *part, const char *name)
{
	struct parts parts = object_parts(object, part);

	for (size_t i = 0; i < parts.count; i++)
		if (strcmp(parts.items[i]->name, name) == 0)
			return parts.items[i];
	return NULL;
}

struct own_parts object_own_parts(struct object *object, const struct kind *part)
{
	struct parts parts = object_parts(object, part);

	/* the caller owns the object, so its parts are not const either */
	return (struct own_parts){ parts.count, (struct object *const *)parts.items };
}

const struct kind *object_rights(const struct object *object)
{
	if (object->kind->rights_of)
		return object->kind->rights_of(object);
	return object->kind->rights ? object->kind : NULL;
}

const char *object_owner(const struct object *object)
{
	while (object->parent && !object->kind->owner)
		object = object->parent;
	return object->kind->owner_of ? object->kind->owner_of(object) : object->owner;
}

bool object_attributes_equal(const struct object *a, const struct object *b)
{
	for (const struct attribute *row = a->kind->attributes; row->name; row++)
		if (!row->incidental && !attribute_equal(row, a, b))
			return false;
	return true;
}

const struct object *object_outermost(const struct object *object)
{
	while (object->parent)
		object = object->parent;
	return object;
}

char *object_place(const struct object *object)
{
	return object->file && object->line ? g_strdup_printf("%s:%u:%u: ", object->file, object->line, object->column)
					    : g_strdup("");
}

const char *object_schema_of(const struct object *object, const struct qualified *name)
{
	return name->schema ? name->schema : object->schema;
}

char *object_describe(const struct object *object)
{
	GString *out = g_string_new(object->kind->name);

	if (object->kind->single)
		return g_string_free(out, false);
	g_string_append_c(out, ' ');
	if (object->parent) {
		g_autofree char *parent = object_describe(object->parent);
		quote_identifier(out, object->name);
		g_string_append_printf(out, " of %s", parent);
		return g_string_free(out, false);
	}
	if (object->kind->name_is == FRAGMENT_NONE)
		quote_qualified(out, object->schema, object->name);
	else if (object->schema)
		quote_format(out, "%I.%s", object->schema, object->name);
	else
		g_string_append(out, object->name);
	if (object->kind->between)
		g_string_append_printf(out, "%s%s", object->kind->between, object->signature);
	else if (object->kind->signed_name)
		g_string_append_printf(out, "(%s)", object->signature ? object->signature : "");
	return g_string_free(out, false);
}

char *object_key(const struct object *object)
{
	GString *out = g_string_new(NULL);

	if (object->parent)
		return g_string_free(g_string_append(out, object->name), false);
	g_string_append(out, kind_key(object->kind));
	if (object->kind->single)
		return g_string_free(out, false);
	g_string_append_c(out, ' ');
	if (!object->kind->signed_name)
		return g_string_free(g_string_append(out, object->name), false);
	if (strpbrk(object->name, "(),\"'"))
		quote_format(out, "%I", object->name);
	else
		g_string_append(out, object->name);
	const char *signature = object->signature ? object->signature : "";
	if (object->kind->between)
		g_string_append_printf(out, "%s%s", object->kind->between, signature);
	else
		g_string_append_printf(out, "(%s)", signature);
	return g_string_free(out, false);
}

int object_compare(const void *a, const void *b)
{
	const struct object *x = *(struct object *const *)a, *y = *(struct object *const *)b;
	int order = x->schema == y->schema ? 0 : g_strcmp0(x->schema, y->schema);

	if (x->kind != y->kind)
		return kind_index(x->kind) < kind_index(y->kind) ? -1 : 1;
	if (!order && x->parent && x->parent != y->parent)
		return object_compare(&x->parent, &y->parent);
	if (!order && x->parent && kind_is_ordered(x->kind) && x->position != y->position)
		return x->position < y->position ? -1 : 1;
	if (!order)
		order = strcmp(x->name, y->name);
	return order ? order : g_strcmp0(x->signature, y->signature);
}
