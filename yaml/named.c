/* Finds objects by schema and name. */
#include "yaml/named.h"

#include <string.h>

#include "catalog/pool.h"

guint named_hash(gconstpointer key)
{
	const struct object *object = key;

	return g_str_hash(object->schema ? object->schema : "") * 31 + g_str_hash(object->name);
}

gboolean named_equal(gconstpointer a, gconstpointer b)
{
	const struct object *x = a, *y = b;

	return strcmp(x->name, y->name) == 0 && g_strcmp0(x->schema, y->schema) == 0;
}

struct object *named_lookup(GHashTable *set, const char *schema, const char *name)
{
	struct object wanted = { .schema = schema, .name = name };

	return g_hash_table_lookup(set, &wanted);
}

struct object *named_find(GHashTable *set, const struct object *object, const struct qualified *name)
{
	return name->name ? named_lookup(set, object_schema_of(object, name), name->name) : NULL;
}
