/* Finds references in a loaded document whose object does not exist. */
#include "yaml/refer.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/extension.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/sequence.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/type.h"
#include "catalog/kinds/view.h"
#include "sql/name.h"
#include "yaml/named.h"

struct column_of {
	const struct object *relation;
	const char *name; /* NULL: an entry to show that the relation has columns */
};

struct index_of_names {
	const struct loader *loader;
	GHashTable *relations; /* objects, by schema and name */
	GHashTable *columns;   /* struct column_of */
	GHashTable *indexes;   /* the same, of indexes and of constraints that have one */
	GHashTable *routines;  /* objects, by schema and name: functions, procedures, aggregates */
	GHashTable *types;     /* the same: types, and row types of relations except sequences */
	GHashTable *servers;   /* names */
	GHashTable *foreign;   /* schemas of extensions: objects there are not in the document */
	bool anywhere;	       /* an extension has no schema in the document */
};

static guint column_hash(gconstpointer key)
{
	const struct column_of *column = key;

	return g_direct_hash(column->relation) * 31 + g_direct_hash(column->name);
}

static gboolean column_equal(gconstpointer a, gconstpointer b)
{
	const struct column_of *x = a, *y = b;

	return x->relation == y->relation && x->name == y->name;
}

static void add_column(GHashTable *set, const struct object *relation, const char *name)
{
	struct column_of *column = g_new(struct column_of, 1);

	*column = (struct column_of){ relation, name };
	g_hash_table_add(set, column);
}

static bool has_index(const struct kind *kind)
{
	return kind == &index_kind || kind == &primary_key_kind || kind == &unique_kind || kind == &exclusion_kind;
}

static void add_object(struct index_of_names *names, struct object *object)
{
	const struct kind *kind = object->kind;
	const char *extension_schema = kind == &extension_kind ? ((struct extension *)object)->schema : NULL;
	bool relation = !kind->part && g_strcmp0(kind->catalog, "pg_class") == 0;

	if (kind == &column_kind) {
		add_column(names->columns, object->parent, object->name);
		add_column(names->columns, object->parent, NULL);
	} else if (has_index(kind)) {
		add_column(names->indexes, object->parent, object->name);
	}
	if (relation)
		g_hash_table_add(names->relations, object);
	if ((relation && kind != &sequence_kind) || g_strcmp0(kind->catalog, "pg_type") == 0)
		g_hash_table_add(names->types, object);
	if (g_strcmp0(kind->catalog, "pg_proc") == 0)
		g_hash_table_add(names->routines, object);
	if (kind == &server_kind)
		g_hash_table_add(names->servers, (gpointer)object->name);
	names->anywhere |= kind == &extension_kind && !extension_schema;
	if (extension_schema)
		g_hash_table_add(names->foreign, (gpointer)extension_schema);
}

static void index_init(struct index_of_names *names, const struct loader *loader)
{
	*names = (struct index_of_names){
		.loader = loader,
		.relations = g_hash_table_new(named_hash, named_equal),
		.columns = g_hash_table_new_full(column_hash, column_equal, g_free, NULL),
		.indexes = g_hash_table_new_full(column_hash, column_equal, g_free, NULL),
		.routines = g_hash_table_new(named_hash, named_equal),
		.types = g_hash_table_new(named_hash, named_equal),
		.servers = g_hash_table_new(g_str_hash, g_str_equal),
		.foreign = g_hash_table_new(g_str_hash, g_str_equal),
	};
	for (guint i = 0; i < loader->loaded->len; i++)
		add_object(names, g_array_index(loader->loaded, struct loaded, i).object);
}

static void index_clear(struct index_of_names *names)
{
	g_hash_table_unref(names->relations);
	g_hash_table_unref(names->columns);
	g_hash_table_unref(names->indexes);
	g_hash_table_unref(names->routines);
	g_hash_table_unref(names->types);
	g_hash_table_unref(names->servers);
	g_hash_table_unref(names->foreign);
}

__attribute__((format(printf, 4, 5))) static bool missing(
	const struct index_of_names *names, const struct loaded *loaded, GError **error, const char *format, ...)
{
	va_list arguments;
	g_autofree char *object = object_describe(loaded->object);

	(void)names;
	va_start(arguments, format);
	g_autofree char *what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return yaml_fail(error, YAML_ERROR_CONTENT, loaded->file, loaded->object->line, loaded->object->column,
		"%s refers to %s, which does not exist", object, what);
}

/* Whether the document should contain relations of that schema. */
static bool is_described(const struct index_of_names *names, const char *schema)
{
	return g_hash_table_contains(names->loader->schemas, schema) && !g_hash_table_contains(names->foreign, schema);
}

static bool check_relation(
	const struct index_of_names *names, const struct loaded *loaded, const char *schema, const char *name, GError **error)
{
	if (!schema || named_lookup(names->relations, schema, name) || !is_described(names, schema))
		return true;
	return missing(names, loaded, error, "table %s.%s", schema, name);
}

static bool check_relation_text(const struct index_of_names *names, const struct loaded *loaded, const char *text, GError **error)
{
	g_autofree char *schema = NULL, *name = NULL;

	if (!text)
		return true;
	if (!name_split(text, &schema, &name))
		return missing(names, loaded, error, "table %s", text);
	return check_relation(names, loaded, schema ? schema : loaded->object->schema, name, error);
}

static bool check_column(const struct index_of_names *names, const struct loaded *loaded, const struct object *relation,
	const char *column, GError **error)
{
	if (!relation || !column || !g_hash_table_contains(names->columns, &(struct column_of){ relation, NULL }) ||
		g_hash_table_contains(names->columns, &(struct column_of){ relation, column }))
		return true;
	return missing(
		names, loaded, error, "column \"%s\" of %s %s.%s", column, relation->kind->name, relation->schema, relation->name);
}

static bool check_columns(const struct index_of_names *names, const struct loaded *loaded, const struct object *relation,
	const struct names *columns, GError **error)
{
	for (size_t i = 0; columns && i < columns->count; i++)
		if (!check_column(names, loaded, relation, columns->items[i], error))
			return false;
	return true;
}

static bool is_multirange(const struct index_of_names *names, const char *schema, const char *name)
{
	if (strstr(name, "multirange"))
		return true;
	for (guint i = 0; i < names->loader->loaded->len; i++) {
		const struct object *object = g_array_index(names->loader->loaded, struct loaded, i).object;
		const struct qualified *its = object->kind == &range_kind ? ((const struct range *)object)->multirange : NULL;
		if (its && g_strcmp0(its->name, name) == 0 && strcmp(object_schema_of(object, its), schema) == 0)
			return true;
	}
	return false;
}

/*
 * Checks the routine or type at the beginning of a text such as `s.f(integer)`, `SETOF s.t` or `s.t[]`, if it is qualified. Array
 * and multirange types, which PostgreSQL creates with others, have no entry of their own.
 */
static bool check_qualified(const struct index_of_names *names, const struct loaded *loaded, GHashTable *set, const char *what,
	const char *text, GError **error)
{
	if (g_ascii_strncasecmp(text, "setof ", strlen("setof ")) == 0)
		text += strlen("setof ");
	g_autofree char *schema = NULL, *name = NULL;
	size_t length = name_split_first(text, &schema, &name);
	if (!length || !schema || !is_described(names, schema) || named_lookup(set, schema, name))
		return true;
	if (names->anywhere || (set == names->types && (*name == '_' || is_multirange(names, schema, name))))
		return true;
	return missing(names, loaded, error, "%s %.*s", what, (int)length, text);
}

/* Checks the index that clusters a table, or identifies its rows. */
static bool check_index(const struct index_of_names *names, const struct loaded *loaded, const char *index, GError **error)
{
	if (!index ||
		g_hash_table_contains(names->indexes, &(struct column_of){ loaded->object, pool_text(names->loader->pool, index) }))
		return true;
	g_autofree char *what = object_describe(loaded->object);
	return missing(names, loaded, error, "index \"%s\" of %s", index, what);
}

static bool check_indexes(const struct index_of_names *names, const struct loaded *loaded, GError **error)
{
	const struct table *table = (const struct table *)loaded->object;
	const char *identity = table->replica_identity;

	return check_index(names, loaded, table->cluster_on, error) &&
	       check_index(
		       names, loaded, identity && g_str_has_prefix(identity, "index ") ? identity + strlen("index ") : NULL, error);
}

/* A list of names, or a single one. */
static bool check_attribute(
	const struct index_of_names *names, const struct loaded *loaded, const struct attribute *row, GError **error)
{
	const struct names *list = row->type == ATTRIBUTE_NAMES ? attribute_names(row, loaded->object) : NULL;

	if (row->refers == REFERS_COLUMNS && loaded->object->parent)
		return check_columns(names, loaded, loaded->object->parent, list, error);
	if (row->type == ATTRIBUTE_TEXT && (row->refers == REFERS_ROUTINE || row->refers == REFERS_TYPE)) {
		bool routine = row->refers == REFERS_ROUTINE;
		const char *text = attribute_text(row, loaded->object);
		return !text || check_qualified(names, loaded, routine ? names->routines : names->types,
					routine ? "function" : "type", text, error);
	}
	if (row->refers != REFERS_RELATION)
		return true;
	if (row->type == ATTRIBUTE_TEXT)
		return check_relation_text(names, loaded, attribute_text(row, loaded->object), error);
	for (size_t i = 0; list && i < list->count; i++)
		if (!check_relation_text(names, loaded, list->items[i], error))
			return false;
	return true;
}

/* Checks that a partition's parent is partitioned. */
static bool check_partitioned(const struct index_of_names *names, const struct loaded *loaded, GError **error)
{
	const struct qualified *name = ((const struct table *)loaded->object)->partition_of;

	if (!name || !name->name)
		return true;
	const struct object *parent = named_find(names->relations, loaded->object, name);
	if (!parent || (kind_is_table(parent->kind) && ((const struct table *)parent)->partition_by))
		return true;
	g_autofree char *what = object_describe(loaded->object), *of = object_describe(parent);
	return yaml_fail(error, YAML_ERROR_CONTENT, loaded->file, loaded->object->line, loaded->object->column,
		"%s is to be a partition of %s, which has no \"partition_by\"", what, of);
}

static bool unequal(const struct loaded *loaded, const struct foreign_key *key, GError **error)
{
	g_autofree char *what = object_describe(loaded->object);

	return yaml_fail(error, YAML_ERROR_CONTENT, loaded->file, loaded->object->line, loaded->object->column,
		"%s has %zu columns, and refers to %zu: each needs its counterpart", what, key->columns->count,
		key->referenced_columns->count);
}

/* Checks what rows do not describe: both ends of a foreign key, a sequence's owner, the columns of keys. */
static bool check_special(const struct index_of_names *names, const struct loaded *loaded, GError **error)
{
	const struct object *object = loaded->object;

	if (object->kind == &foreign_key_kind) {
		const struct foreign_key *key = (const struct foreign_key *)object;
		if (!key->referenced_schema || !key->referenced_table)
			return true;
		if (key->columns && key->referenced_columns && key->columns->count != key->referenced_columns->count)
			return unequal(loaded, key, error);
		return check_relation(names, loaded, key->referenced_schema, key->referenced_table, error) &&
		       check_columns(names, loaded, named_lookup(names->relations, key->referenced_schema, key->referenced_table),
			       key->referenced_columns, error);
	}
	if (object->kind == &foreign_table_kind) {
		const char *server = ((const struct table *)object)->server;
		return (g_hash_table_contains(names->servers, server) || missing(names, loaded, error, "server \"%s\"", server)) &&
		       check_partitioned(names, loaded, error);
	}
	if (object->kind == &sequence_kind) {
		const struct sequence *sequence = (const struct sequence *)object;
		if (!sequence->owner_table)
			return true;
		return check_relation(names, loaded, object->schema, sequence->owner_table, error) &&
		       check_column(names, loaded, named_lookup(names->relations, object->schema, sequence->owner_table),
			       sequence->owner_column, error);
	}
	if (object->kind == &materialized_view_kind)
		return check_index(names, loaded, ((const struct view *)object)->cluster_on, error);
	if (kind_is_table(object->kind))
		return check_partitioned(names, loaded, error) && check_indexes(names, loaded, error);
	if (object->kind == &index_key_kind && !((const struct index_key *)object)->type)
		return check_column(names, loaded, object->parent->parent, object->name, error);
	if (object->kind == &partition_key_kind && !((const struct partition_key *)object)->type)
		return check_column(names, loaded, object->parent, object->name, error);
	return true;
}

bool refer_check(const struct loader *loader, GError **error)
{
	struct index_of_names names;
	bool good = true;

	index_init(&names, loader);
	for (guint i = 0; good && i < loader->loaded->len; i++) {
		const struct loaded *loaded = &g_array_index(loader->loaded, struct loaded, i);

		for (const struct attribute *row = loaded->object->kind->attributes; good && row->name; row++)
			good = check_attribute(&names, loaded, row, error);
		good = good && check_special(&names, loaded, error);
	}
	index_clear(&names);
	return good;
}
