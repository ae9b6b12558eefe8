/* Checks for required keys. */
#include "yaml/complete.h"

#include <string.h>

#include "catalog/kinds.h"

/*
 * Whether a row with that name, or one in the map with that name, has a value. "parent.NAME": the same for the parent, if its kind
 * has such a row and requires it.
 */
static bool is_told(const struct object *object, const char *name, size_t length)
{
	static const char parent[] = "parent.";

	if (length >= sizeof(parent) && strncmp(name, parent, sizeof(parent) - 1) == 0) {
		g_autofree char *row = g_strndup(name + sizeof(parent) - 1, length - (sizeof(parent) - 1));

		return object->parent && kind_attribute(object->parent->kind, row);
	}
	for (const struct attribute *row = object->kind->attributes; row->name; row++)
		if (*row->name == *name && strncmp(row->name, name, length) == 0 &&
			(!row->name[length] || row->name[length] == '.') && !attribute_is_absent(row, object))
			return true;
	return false;
}

/*
 * The first of the names, as in "body|obj_file", that has a value, and its length; NULL for none. It allocates no memory, since it
 * runs for each row of each object.
 */
static const char *first_told(const struct object *object, const char *names, size_t *length)
{
	for (const char *name = names; name && *name; name += *length + (name[*length] == '|')) {
		*length = strcspn(name, "|");
		if (is_told(object, name, *length))
			return name;
	}
	return NULL;
}

/* Fails with `view public.v needs "definition"`; others: alternatives such as "body|obj_file"; beside: the row that requires it. */
static bool lacks(struct loader *loader, const struct object *object, const struct node *node, const char *name, const char *others,
	const char *beside, GError **error)
{
	g_autofree char *what = loader_describe(loader, object);
	g_autoptr(GString) text = g_string_new(what);
	g_auto(GStrv) each = g_strsplit(others ? others : "", "|", -1);

	g_string_append_printf(text, " needs \"%s\"", name);
	for (char **other = each; *other; other++)
		if (!g_str_has_prefix(*other, "parent."))
			g_string_append_printf(text, "%s\"%s\"", other[1] ? ", " : " or ", *other);
	if (beside)
		g_string_append_printf(
			text, ", for it has \"%.*s\"", (int)(strlen(beside) - (g_str_has_suffix(beside, ".*") ? 2 : 0)), beside);
	return loader_fail(loader, node, error, "%s", text->str);
}

static bool has_items(const struct node *node, const struct kind *part)
{
	const struct node *list = node_get(node, kind_key(part));

	return list && list->type != NODE_SCALAR && list->count;
}

/* Two rows that are alternatives must not both be set. */
static bool has_no_rival(
	struct loader *loader, const struct object *object, const struct node *node, const struct attribute *row, GError **error)
{
	size_t length = 0;
	const char *rival = attribute_is_absent(row, object) ? NULL : first_told(object, row->not_with, &length);

	if (!rival)
		return true;
	g_autofree char *what = loader_describe(loader, object);
	return loader_fail(
		loader, node, error, "%s has both \"%s\" and \"%.*s\"; leave one out", what, row->name, (int)length, rival);
}

bool complete_check(struct loader *loader, const struct object *object, const struct node *node, GError **error)
{
	const struct kind *kind = object->kind;

	for (const struct attribute *row = kind->attributes; row->name; row++) {
		if (row->not_with && !has_no_rival(loader, object, node, row, error))
			return false;
		if ((!row->required && !row->required_with) || !attribute_is_absent(row, object))
			continue;
		size_t length = 0;
		const char *with = first_told(object, row->required_with, &length);
		g_autofree char *beside = with ? g_strndup(with, length) : NULL;

		if (beside || (row->required && !first_told(object, row->unless, &length)))
			return lacks(loader, object, node, row->name, row->unless, beside, error);
	}
	for (size_t i = 0; kind->parts && kind->parts[i]; i++)
		if (kind->parts[i]->required && !has_items(node, kind->parts[i]))
			return lacks(loader, object, node, kind_key(kind->parts[i]), NULL, NULL, error);
	return true;
}
