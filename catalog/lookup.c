/* Data that the reader keeps until the snapshot is read. */
#include "catalog/lookup.h"

#include <glib.h>

#include "catalog/object.h"
#include "catalog/pool.h"

struct lookup {
	GHashTable *classes, *collations; /* by oid */
	GHashTable *scratch;		  /* by object; its values are of the pool */
	struct pool *pool;
};

const char lookup_classes_sql[] =
	"SELECT o.oid, CASE n.nspname WHEN 'pg_catalog' THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(o.opcname), "
	"o.opcintype, o.opcdefault,"
	" t.typtype = 'p' FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace JOIN pg_type t ON t.oid = o.opcintype";
const char lookup_collations_sql[] =
	"SELECT c, c::regcollation::text FROM (SELECT DISTINCT unnest(i.indcollation::oid[]) AS c FROM pg_index i WHERE "
	"i.indrelid >= 16384) s WHERE c <> 0";

static void class_free(gpointer data)
{
	struct lookup_class *class = data;

	g_free((char *)class->name);
	g_free(class);
}

struct lookup *lookup_new(void)
{
	struct lookup *lookup = g_new0(struct lookup, 1);

	lookup->classes = g_hash_table_new_full(NULL, NULL, NULL, class_free);
	lookup->collations = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	lookup->scratch = g_hash_table_new(NULL, NULL);
	lookup->pool = pool_new();
	return lookup;
}

void lookup_free(struct lookup *lookup)
{
	if (!lookup)
		return;
	g_hash_table_unref(lookup->classes);
	g_hash_table_unref(lookup->collations);
	g_hash_table_unref(lookup->scratch);
	pool_free(lookup->pool);
	g_free(lookup);
}

void lookup_add_class(struct lookup *lookup, unsigned oid, const char *name, unsigned type, bool is_default, bool is_polymorphic)
{
	struct lookup_class *class = g_new0(struct lookup_class, 1);

	*class = (struct lookup_class){ g_strdup(name), type, is_default, is_polymorphic };
	g_hash_table_insert(lookup->classes, GUINT_TO_POINTER(oid), class);
}

void lookup_add_collation(struct lookup *lookup, unsigned oid, const char *name)
{
	g_hash_table_insert(lookup->collations, GUINT_TO_POINTER(oid), g_strdup(name));
}

const struct lookup_class *lookup_class(const struct lookup *lookup, unsigned oid)
{
	return g_hash_table_lookup(lookup->classes, GUINT_TO_POINTER(oid));
}

const char *lookup_collation(const struct lookup *lookup, unsigned oid)
{
	return g_hash_table_lookup(lookup->collations, GUINT_TO_POINTER(oid));
}

void *lookup_scratch_new(struct lookup *lookup, const struct object *object)
{
	void *scratch = pool_alloc(lookup->pool, object->kind->scratch_size);

	g_hash_table_insert(lookup->scratch, (gpointer)object, scratch);
	return scratch;
}

const void *lookup_scratch_of(const struct lookup *lookup, const struct object *object)
{
	return g_hash_table_lookup(lookup->scratch, object);
}
