/* Rows of the catalogs become objects of a snapshot. */
#include "catalog/read/reading.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/array.h"
#include "catalog/read/query.h"
#include "catalog/read/error.h"
#include "catalog/read/reading_inside.h"
#include "catalog/secret.h"
#include "sql/quote.h"
#include "sql/settle.h"
#include "sql/settle_names.h"

enum { MAX_COLUMNS = 1664 }; /* MaxTupleAttributeNumber */

gint64 *reading_address(unsigned class, unsigned oid)
{
	gint64 *address = g_new(gint64, 1);

	*address = (gint64) class << 32 | oid;
	return address;
}

static unsigned number(const char *text)
{
	unsigned value = 0;

	for (; *text >= '0' && *text <= '9'; text++)
		value = value * 10 + (unsigned)(*text - '0');
	return value;
}

const char *reading_field(const struct row *row, int column)
{
	return column < 0 || PQgetisnull(row->result, row->index, column) ? NULL : PQgetvalue(row->result, row->index, column);
}

unsigned reading_number(const struct row *row, int column)
{
	return number(reading_field(row, column));
}

unsigned reading_class(const struct reading *reading, const char *catalog)
{
	return catalog ? GPOINTER_TO_UINT(g_hash_table_lookup(reading->classes, catalog)) : 0;
}

struct object *reading_find(const struct reading *reading, unsigned class, unsigned oid)
{
	gint64 address = (gint64) class << 32 | oid;

	return g_hash_table_lookup(reading->objects, &address);
}

struct object *reading_column(struct object *relation, unsigned position)
{
	const struct kind *kind = relation->kind == &composite_kind ? &composite_attribute_kind : &column_kind;
	struct own_parts columns = object_own_parts(relation, kind);
	size_t low = 0, high = columns.count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (columns.items[middle]->position < position)
			low = middle + 1;
		else
			high = middle;
	}
	return low < columns.count && columns.items[low]->position == position ? columns.items[low] : NULL;
}

/* The column names for "relation-oid {attnum,...}"; columns are read before objects that name them. */
static const struct names *column_names(const struct reading *reading, const char *text)
{
	struct object *relation = reading_find(reading, reading_class(reading, "pg_class"), number(text));
	const char *names[MAX_COLUMNS];
	size_t count = 0;

	text = strchr(text, '{');
	while (relation && text && *text && *text != '}' && count < MAX_COLUMNS) {
		struct object *column = reading_column(relation, number(text + 1));
		if (!column)
			break;
		names[count++] = column->name;
		text += 1 + strcspn(text + 1, ",}");
	}
	return pool_names(reading->pool, names, count);
}

/* SQL text with names that every version reads the same way. */
static const char *sql_text(const struct reading *reading, const char *text)
{
	g_autofree char *settled = text ? settle_names(text, reading->version / 10000) : NULL;

	return pool_text(reading->pool, settled ? settled : text);
}

static bool is_sql(const struct attribute *row)
{
	return row->refers == REFERS_TEXT || row->refers == REFERS_TYPE || row->refers == REFERS_ROUTINE ||
	       row->refers == REFERS_RELATION;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Minor releases of 2026 store a counter among the options of columns; pg_dump omits it too. */
static const char counter_option[] = "pg_attver=";

static const struct names *array_names(const struct reading *reading, const struct attribute *row, const char *text)
{
	g_auto(GStrv) items = array_parse(text);
	size_t count = 0;
	g_autofree const char **names = g_new(const char *, g_strv_length(items) + 1);

	for (char **item = items; *item; item++)
		if (!row->options || !g_str_has_prefix(*item, counter_option))
			names[count++] = is_sql(row) ? sql_text(reading, *item) : pool_text(reading->pool, *item);
	for (size_t i = 0; row->secrets && i < count; i++)
		names[i] = secret_hide_option(reading->pool, names[i]);
	if (row->options && !row->ordered)
		qsort(names, count, sizeof(names[0]), compare_texts);
	return pool_names(reading->pool, names, count);
}

/* Sets a value of an object, or of its scratch struct, which has rows of the same form. */
static void set_attribute(const struct reading *reading, struct object *object, const struct attribute *row, const char *text)
{
	switch (row->type) {
	case ATTRIBUTE_TEXT:
		attribute_set_text(row, reading->pool, object,
			row->secrets  ? secret_hide_connection(reading->pool, text)
			: is_sql(row) ? sql_text(reading, text)
				      : pool_text(reading->pool, text));
		break;
	case ATTRIBUTE_BOOL:
		attribute_set_bool(row, object, text[0] == 't');
		break;
	case ATTRIBUTE_NAMES:
		if (row->options && g_str_has_prefix(text, "{pg_attver=") && !strchr(text, ','))
			break; /* only the counter, which nearly every column has */
		attribute_set_names(row, object, row->columns ? column_names(reading, text) : array_names(reading, row, text));
		break;
	}
}

/* The object of a row; NULL when its parent is not read: a relation of another kind, or one left out. */
static struct object *add_object(struct reading *reading, const struct kind *kind, const struct query *query, const struct row *row)
{
	const char *name = reading_field(row, query->name);
	struct object *object, *parent;

	if (!kind->part)
		return snapshot_add(reading->snapshot, kind, reading_field(row, query->schema), name,
			sql_text(reading, reading_field(row, query->signature)));
	parent = reading_find(reading, reading_class(reading, kind->parent_catalog), reading_number(row, query->parent));
	if (!parent || kind_part_index(parent->kind, kind) < 0)
		return NULL;
	object = snapshot_add_part(reading->snapshot, kind, parent, name);
	if (query->position >= 0)
		object->position = reading_number(row, query->position);
	return object;
}

/* Comments on columns of a composite type are filed under its relation. */
static void remember(struct reading *reading, struct object *object, unsigned class, unsigned oid)
{
	gint64 *address = reading_address(class, oid);

	if (object->kind->sub_object)
		object = object->parent;
	if (g_hash_table_contains(reading->objects, address)) {
		g_free(address);
		return;
	}
	if (!object->kind->keeps_members && g_hash_table_contains(reading->members, address))
		snapshot_leave_out(reading->snapshot, object);
	g_hash_table_insert(reading->objects, address, object);
}

/* Columns below the first are the system's, and are here for the privileges on them. */
static bool is_system_column(const struct query *query, const struct kind *kind, const struct row *row)
{
	return kind->sub_object && reading_field(row, query->position)[0] == '-';
}

static void tell_system_column(struct reading *reading, const struct kind *kind, const struct row *row)
{
	const struct query *query = reading->queries->pdata[kind_index(kind)];
	const struct object *relation =
		reading_find(reading, reading_class(reading, kind->parent_catalog), reading_number(row, query->parent));
	g_autoptr(GString) text = g_string_new("privilege on system column ");

	if (!relation || snapshot_leaves_out(reading->snapshot, relation) || !reading->unsupported)
		return;
	quote_format(text, "%I of %I.%I", reading_field(row, query->name), relation->schema, relation->name);
	g_ptr_array_add(reading->unsupported, g_string_free(g_steal_pointer(&text), false));
}

bool reading_take_object(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	const struct query *query = reading->queries->pdata[kind_index(kind)];
	struct object *object;
	void *scratch = NULL;

	if (query->name >= 0 && !reading_field(row, query->name)) {
		g_set_error(error, READ_ERROR, READ_CHANGED, "a %s was changed while it was read", kind->name);
		return false;
	}
	if (is_system_column(query, kind, row)) {
		tell_system_column(reading, kind, row);
		return true;
	}
	object = add_object(reading, kind, query, row);
	if (!object)
		return true;
	object->owner = pool_text(reading->pool, reading_field(row, query->owner));
	for (guint i = 0; i < query->attributes->len; i++) {
		const char *text = reading_field(row, query->first_attribute + (int)i);
		if (text && i >= query->first_scratch && !scratch)
			scratch = lookup_scratch_new(reading->lookup, object);
		if (text)
			set_attribute(reading, i < query->first_scratch ? object : scratch, query->attributes->pdata[i], text);
	}
	if (query->privileges >= 0 && object_rights(object))
		object->privileges = privileges_parse(reading->pool, object_rights(object), reading_field(row, query->privileges),
			object_owner(object), reading->version);
	if (query->oid >= 0)
		remember(reading, object, reading_class(reading, kind->catalog), reading_number(row, query->oid));
	if (query->index >= 0)
		remember(reading, object, reading_class(reading, "pg_class"), reading_number(row, query->index));
	return true;
}

void reading_init(struct reading *reading, PGconn *connection, struct snapshot *snapshot, GPtrArray *unsupported)
{
	*reading = (struct reading){
		.connection = connection,
		.snapshot = snapshot,
		.pool = snapshot_pool(snapshot),
		.unsupported = unsupported,
		.version = PQserverVersion(connection),
		.classes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.lookup = lookup_new(),
		.filled = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.objects = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
		.members = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
		.edges = g_array_new(false, false, sizeof(struct edge)),
		.queries = g_ptr_array_new_with_free_func((GDestroyNotify)query_free),
	};
	for (size_t k = 0; k < kind_count; k++)
		g_ptr_array_add(reading->queries,
			kinds[k]->optional & ~snapshot_optional(snapshot) ? NULL : query_new(kinds[k], reading->version));
}

void reading_clear(struct reading *reading)
{
	g_free(reading->started);
	g_hash_table_unref(reading->classes);
	lookup_free(reading->lookup);
	g_hash_table_unref(reading->filled);
	g_hash_table_unref(reading->objects);
	g_hash_table_unref(reading->members);
	g_array_unref(reading->edges);
	g_ptr_array_unref(reading->queries);
}
