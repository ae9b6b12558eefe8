/* Finds the search path of a document of Pyrseas. */
#include "yaml/pyrseas_path.h"

#include "yaml/pyrseas_names.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/extension.h"
#include "yaml/pyrseas_builtin.h"

bool resolver_in_path(const struct resolver *resolver, const char *schema)
{
	for (guint i = 0; i < resolver->path->len; i++)
		if (strcmp(resolver->path->pdata[i], schema) == 0)
			return true;
	return false;
}

/* A qualified name shows that its schema was not in the path. relation.column looks alike. */
static const char *note_qualified(struct resolver *resolver, const struct object *object, const char *text, enum mention_text how)
{
	g_autoptr(GArray) mentions = mentions_of(text, how);

	(void)object;
	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *mention = &g_array_index(mentions, struct mention, i);
		g_autofree char *schema = token_name(&mention->schema), *name = schema ? token_name(&mention->name) : NULL;
		if (schema && g_hash_table_contains(resolver->loader->schemas, schema) &&
			(mention->as != MENTION_OTHER || resolver_knows(resolver, MENTION_RELATION, schema, name)) &&
			how != MENTIONS_OPERATOR && how != MENTIONS_OTHER)
			g_hash_table_add(resolver->qualified, (gpointer)pool_text(resolver->loader->pool, schema));
	}
	return NULL;
}

/*
 * Objects with an unqualified name were found in the path. Calls without a schema prove nothing: pg_catalog may have such a
 * function.
 */
static void note_name(struct resolver *resolver, enum mention_as as, const char *name)
{
	GHashTableIter iterator;
	gpointer schema;

	g_hash_table_iter_init(&iterator, resolver->loader->schemas);
	while (g_hash_table_iter_next(&iterator, &schema, NULL))
		if (resolver_knows(resolver, as, schema, name))
			g_hash_table_add(resolver->bare, schema);
}

/*
 * A merge may have added qualified names to a document with unqualified ones: if the path does not have a name, the only schema
 * with it is meant.
 */
static void note_mixed(struct resolver *resolver, enum mention_as as, const char *name)
{
	GHashTableIter iterator;
	gpointer schema, found = NULL;
	unsigned count = 0;

	g_hash_table_iter_init(&iterator, resolver->loader->schemas);
	while (g_hash_table_iter_next(&iterator, &schema, NULL)) {
		if (!resolver_knows(resolver, as, schema, name))
			continue;
		if (resolver_in_path(resolver, schema))
			return;
		found = schema;
		count++;
	}
	if (count == 1)
		g_ptr_array_add(resolver->path, found);
}

/* Aggregates and types are always written with unqualified names of their functions and types. */
static void note_proofs(struct resolver *resolver, const struct object *object, const char *text, enum mention_text how,
	void (*note)(struct resolver *, enum mention_as, const char *name))
{
	g_autoptr(GArray) mentions = mentions_of(text, how);

	for (guint i = 0; i < mentions->len && object->kind != &aggregate_kind && object->kind != &range_kind &&
			  object->kind != &base_type_kind;
		i++) {
		const struct mention *mention = &g_array_index(mentions, struct mention, i);
		g_autofree char *name = mention->schema.type == TOKEN_END ? token_name(&mention->name) : NULL;
		bool proof = mention->as == MENTION_RELATION || (mention->as == MENTION_ROUTINE && how == MENTIONS_ROUTINE) ||
			     (mention->as == MENTION_TYPE && name && !pyrseas_is_builtin_type(name));
		if (name && proof)
			note(resolver, mention->as, name);
	}
}

static const char *note_bare(struct resolver *resolver, const struct object *object, const char *text, enum mention_text how)
{
	note_proofs(resolver, object, text, how, note_name);
	return NULL;
}

static const char *note_left(struct resolver *resolver, const struct object *object, const char *text, enum mention_text how)
{
	note_proofs(resolver, object, text, how, note_mixed);
	return NULL;
}

static int compare_schemas(gconstpointer a, gconstpointer b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	int public = (strcmp(x, "public") == 0) - (strcmp(y, "public") == 0);

	return public ? public : strcmp(x, y);
}

/*
 * The path of the options, or the schemas whose names are always unqualified, and those that are the only candidates; public is
 * last.
 */
static void find_schemas(struct resolver *resolver)
{
	const GPtrArray *told = resolver->loader->options.search_path;
	GHashTableIter iterator;
	gpointer schema;

	for (guint i = 0; told && i < told->len; i++)
		g_ptr_array_add(resolver->path, told->pdata[i]);
	if (told)
		return;
	resolver_visit(resolver, note_qualified);
	resolver_visit(resolver, note_bare);
	g_hash_table_iter_init(&iterator, resolver->bare);
	while (g_hash_table_iter_next(&iterator, &schema, NULL))
		if (!g_hash_table_contains(resolver->qualified, schema))
			g_ptr_array_add(resolver->path, schema);
	resolver_visit(resolver, note_left);
	g_ptr_array_sort(resolver->path, compare_schemas);
}

static void find_extension(struct resolver *resolver)
{
	unsigned count = 0;

	for (guint i = 0; i < resolver->loader->loaded->len; i++) {
		const struct object *object = resolver_object(resolver, i);
		const char *schema = object->kind == &extension_kind ? ((const struct extension *)object)->schema : NULL;
		if (!schema || !resolver_in_path(resolver, schema) || schema == resolver->extension)
			continue;
		resolver->extension = schema;
		count++;
	}
	if (count > 1)
		resolver->extension = NULL;
}

void resolver_find_path(struct resolver *resolver)
{
	find_schemas(resolver);
	find_extension(resolver);
}
