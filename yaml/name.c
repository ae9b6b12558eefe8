/* Relations by name. */
#include "yaml/name.h"

#include <string.h>

#include "sql/quote.h"

guint name_hash(gconstpointer key)
{
	const struct object *object = key;

	return g_str_hash(object->schema ? object->schema : "") * 31 + g_str_hash(object->name);
}

gboolean name_equal(gconstpointer a, gconstpointer b)
{
	const struct object *x = a, *y = b;

	return strcmp(x->name, y->name) == 0 && g_strcmp0(x->schema, y->schema) == 0;
}

/* Behind the identifier with which the text begins; NULL when it begins with none. */
static const char *identifier_end(const char *text)
{
	if (*text != '"') {
		size_t length = strcspn(text, ".\" \t\n()[]%");
		return length ? text + length : NULL;
	}
	for (text++; *text; text++) {
		if (*text == '"' && text[1] != '"')
			return text + 1;
		text += *text == '"';
	}
	return NULL;
}

bool name_split(const char *text, char **schema, char **name)
{
	const char *end = identifier_end(text), *second = end && *end == '.' ? end + 1 : NULL;
	const char *last = second ? identifier_end(second) : end;

	*schema = *name = NULL;
	if (!last || *last)
		return false;
	if (second)
		*schema = quote_unquote_identifier(text, (size_t)(end - text));
	if (!second)
		second = text;
	*name = quote_unquote_identifier(second, (size_t)(last - second));
	return true;
}

size_t name_length(const char *text)
{
	const char *end = identifier_end(text), *second = end && *end == '.' ? identifier_end(end + 1) : NULL;

	return second ? (size_t)(second - text) : end ? (size_t)(end - text) : 0;
}

struct object *name_lookup(GHashTable *set, const char *schema, const char *name)
{
	struct object wanted = { .schema = schema, .name = name };

	return g_hash_table_lookup(set, &wanted);
}

struct object *name_find(GHashTable *set, const char *schema, const char *text)
{
	g_autofree char *told = NULL, *name = NULL;

	return name_split(text, &told, &name) ? name_lookup(set, told ? told : schema, name) : NULL;
}
