/* Rows of the catalogs become objects of a snapshot. */
#include "catalog/reading.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/array.h"
#include "catalog/kinds.h"
#include "catalog/query.h"
#include "catalog/read.h"
#include "catalog/secret.h"
#include "sql/quote.h"
#include "sql/settle.h"

enum { MAX_COLUMNS = 1664 };   /* MaxTupleAttributeNumber */

/* A row of pg_depend. */
struct edge {
	unsigned class, oid, needed_class, needed_oid, needed_position;
	char type;
};

static gint64 *address_new(unsigned class, unsigned oid)
{
	gint64 *address = g_new(gint64, 1);

	*address = (gint64)class << 32 | oid;
	return address;
}

static unsigned number(const char *text)
{
	unsigned value = 0;

	for (; *text >= '0' && *text <= '9'; text++)
		value = value * 10 + (unsigned)(*text - '0');
	return value;
}

static const char *field(const struct row *row, int column)
{
	return column < 0 || PQgetisnull(row->result, row->index, column) ? NULL : PQgetvalue(row->result, row->index, column);
}

static unsigned class_of(const struct reading *reading, const char *catalog)
{
	return catalog ? GPOINTER_TO_UINT(g_hash_table_lookup(reading->classes, catalog)) : 0;
}

static struct object *find(const struct reading *reading, unsigned class, unsigned oid)
{
	gint64 address = (gint64)class << 32 | oid;

	return g_hash_table_lookup(reading->objects, &address);
}

static struct object *column_at(const struct object *relation, unsigned position)
{
	const struct kind *kind = relation->kind == &composite_kind ? &composite_attribute_kind : &column_kind;
	struct parts columns = object_parts(relation, kind);
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

/* "relation-oid {attnum,...}" as the names of those columns; columns are read before what names them. */
static const struct names *column_names(const struct reading *reading, const char *text)
{
	struct object *relation = find(reading, class_of(reading, "pg_class"), number(text));
	const char *names[MAX_COLUMNS];
	size_t count = 0;

	text = strchr(text, '{');
	while (relation && text && *text && *text != '}' && count < MAX_COLUMNS) {
		struct object *column = column_at(relation, number(text + 1));
		if (!column)
			break;
		names[count++] = column->name;
		text += 1 + strcspn(text + 1, ",}");
	}
	return pool_names(reading->pool, names, count);
}

/* What is SQL, in names that every server reads alike. */
static const char *sql_text(const struct reading *reading, const char *text)
{
	g_autofree char *settled = text ? settle_names(text, reading->version / 10000) : NULL;

	return pool_text(reading->pool, settled ? settled : text);
}

static bool is_sql(const struct attribute *row)
{
	return row->refers == REFERS_TEXT || row->refers == REFERS_TYPE || row->refers == REFERS_ROUTINE || row->refers == REFERS_RELATION;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Minor releases of 2026 keep a counter of their own among the options of columns; pg_dump leaves it out too. */
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

static void set_attribute(const struct reading *reading, struct object *object, const struct attribute *row, const char *text)
{
	switch (row->type) {
	case ATTRIBUTE_TEXT:
		attribute_set_text(row, object, row->secrets ? secret_hide_connection(reading->pool, text)
				   : is_sql(row)     ? sql_text(reading, text)
						     : pool_text(reading->pool, text));
		break;
	case ATTRIBUTE_BOOL:
		attribute_set_bool(row, object, text[0] == 't');
		break;
	case ATTRIBUTE_NAMES:
		if (row->options && g_str_has_prefix(text, "{pg_attver=") && !strchr(text, ','))
			break;   /* the counter alone, which nearly every column has */
		attribute_set_names(row, object, row->columns ? column_names(reading, text) : array_names(reading, row, text));
		break;
	}
}

/* The object of a row; NULL when its parent is not read: a relation of another kind, or one left out. */
static struct object *add_object(struct reading *reading, const struct kind *kind, const struct query *query, const struct row *row)
{
	const char *name = field(row, query->name);
	struct object *object, *parent;

	if (!kind->part)
		return snapshot_add(reading->snapshot, kind, field(row, query->schema), name, sql_text(reading, field(row, query->signature)));
	parent = find(reading, class_of(reading, kind->parent_catalog), number(field(row, query->parent)));
	if (!parent || kind_part_index(parent->kind, kind) < 0)
		return NULL;
	object = snapshot_add_part(reading->snapshot, kind, parent, name);
	if (query->position >= 0)
		object->position = number(field(row, query->position));
	return object;
}

/* Comments on columns of a composite type are filed under its relation. */
static void remember(struct reading *reading, struct object *object, unsigned class, unsigned oid)
{
	gint64 *address = address_new(class, oid);

	if (object->kind->sub_object)
		object = object->parent;
	if (g_hash_table_contains(reading->objects, address)) {
		g_free(address);
		return;
	}
	object->member = object->member || (!object->kind->keeps_members && g_hash_table_contains(reading->members, address));
	g_hash_table_insert(reading->objects, address, object);
}

/* Columns below the first are the system's, and are here for the privileges on them. */
static bool is_system_column(const struct query *query, const struct kind *kind, const struct row *row)
{
	return kind->sub_object && field(row, query->position)[0] == '-';
}

static void tell_system_column(struct reading *reading, const struct kind *kind, const struct row *row)
{
	const struct query *query = reading->queries->pdata[kind_index(kind)];
	const struct object *relation = find(reading, class_of(reading, kind->parent_catalog), number(field(row, query->parent)));
	g_autoptr(GString) text = g_string_new("privilege on system column ");

	if (!relation || relation->member || !reading->unsupported)
		return;
	quote_format(text, "%I of %I.%I", field(row, query->name), relation->schema, relation->name);
	g_ptr_array_add(reading->unsupported, g_string_free(g_steal_pointer(&text), false));
}

bool reading_take_object(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	const struct query *query = reading->queries->pdata[kind_index(kind)];
	struct object *object;

	if (query->name >= 0 && !field(row, query->name)) {
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
	object->owner = pool_text(reading->pool, field(row, query->owner));
	for (guint i = 0; i < query->attributes->len; i++) {
		const char *text = field(row, query->first_attribute + (int)i);
		if (text)
			set_attribute(reading, object, query->attributes->pdata[i], text);
	}
	if (query->privileges >= 0 && object_rights(object))
		object->privileges = privileges_parse(reading->pool, object_rights(object), field(row, query->privileges), object_owner(object), reading->version);
	if (query->oid >= 0)
		remember(reading, object, class_of(reading, kind->catalog), number(field(row, query->oid)));
	if (query->index >= 0)
		remember(reading, object, class_of(reading, "pg_class"), number(field(row, query->index)));
	return true;
}

bool reading_take_class(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)error;
	if (field(row, 0))
		g_hash_table_insert(reading->classes, g_strdup(field(row, 1)), GUINT_TO_POINTER(number(field(row, 0))));
	return true;
}

bool reading_take_filled(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)error;
	g_hash_table_add(reading->filled, g_strdup(field(row, 0)));
	return true;
}

bool reading_take_class_name(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)error;
	lookup_add_class(reading->lookup, number(field(row, 0)), field(row, 1), number(field(row, 2)), field(row, 3)[0] == 't', field(row, 4)[0] == 't');
	return true;
}

bool reading_take_collation(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)error;
	lookup_add_collation(reading->lookup, number(field(row, 0)), field(row, 1));
	return true;
}

bool reading_take_depend(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)error;
	if (field(row, 2)[0] == 'e') {
		g_hash_table_add(reading->members, address_new(number(field(row, 0)), number(field(row, 1))));
		return true;
	}
	struct edge edge = { number(field(row, 0)), number(field(row, 1)), number(field(row, 3)), number(field(row, 4)), number(field(row, 5)), field(row, 2)[0] };
	g_array_append_val(reading->edges, edge);
	return true;
}

bool reading_take_comment(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	struct object *object = find(reading, number(field(row, 0)), number(field(row, 1)));
	unsigned position = number(field(row, 2));

	(void)kind, (void)error;
	if (object && position)
		object = column_at(object, position);
	if (object && object->kind->index && number(field(row, 0)) == class_of(reading, "pg_class"))
		attribute_set_text(kind_attribute(object->kind, "index_description"), object, pool_text(reading->pool, field(row, 3)));
	else if (object)
		object->comment = pool_text(reading->pool, field(row, 3));
	return true;
}

/* One name more, at its end. */
static const struct names *names_with(const struct reading *reading, const struct names *names, const char *name)
{
	g_autoptr(GPtrArray) items = g_ptr_array_new();

	for (size_t i = 0; names && i < names->count; i++)
		g_ptr_array_add(items, (gpointer)names->items[i]);
	g_ptr_array_add(items, (gpointer)pool_text(reading->pool, name));
	return pool_names(reading->pool, (const char *const *)items->pdata, items->len);
}

/* DEPENDS ON EXTENSION: in the order of their names, whatever that of the rows. */
static void add_extension(const struct reading *reading, struct object *object, const char *name)
{
	const struct names *all = names_with(reading, object->extensions, name);
	g_autofree const char **items = g_memdup2(all->items, all->count * sizeof(items[0]));

	qsort(items, all->count, sizeof(items[0]), compare_texts);
	object->extensions = pool_names(reading->pool, items, all->count);
}

bool reading_take_label(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	struct object *object = find(reading, number(field(row, 0)), number(field(row, 1)));
	unsigned position = number(field(row, 2));

	(void)kind, (void)error;
	if (object && position)
		object = column_at(object, position);
	if (!object)
		return true;
	object->labels = names_with(reading, object->labels, field(row, 3));
	return true;
}

bool reading_take_unsupported(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	gint64 address = (gint64)number(field(row, 2)) << 32 | number(field(row, 3));

	(void)kind, (void)error;
	if (reading->unsupported && !g_hash_table_contains(reading->members, &address))
		g_ptr_array_add(reading->unsupported, g_strdup_printf("%s %s", field(row, 0), field(row, 1)));
	return true;
}

bool reading_take_snapshot(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)error;
	if (reading->started)
		reading->moved = strcmp(reading->started, field(row, 0)) != 0;
	else
		reading->started = g_strdup(field(row, 0));
	return true;
}

bool reading_take_change(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	(void)kind, (void)reading;
	if (!field(row, 0))
		return true;
	g_set_error(error, READ_ERROR, READ_CHANGED, "the schema was changed while it was read: %s", field(row, 0));
	return false;
}

bool reading_take_relation(struct reading *reading, const struct kind *kind, const struct row *row, GError **error)
{
	const struct object *object = find(reading, class_of(reading, "pg_class"), number(field(row, 0)));
	const char *schema = object && object->parent ? object->parent->schema : object ? object->schema : NULL;

	(void)kind;
	if (!object || (strcmp(schema, field(row, 1)) == 0 && strcmp(object->name, field(row, 2)) == 0))
		return true;
	g_set_error(error, READ_ERROR, READ_CHANGED, "the schema was changed while it was read: a relation was renamed");
	return false;
}

static void free_text(gpointer data)
{
	g_string_free(data, true);
}

GHashTable *reading_oids(const struct reading *reading)
{
	GHashTable *oids = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_text);
	g_autoptr(GHashTable) names = g_hash_table_new(NULL, NULL);
	GHashTableIter iter;
	gpointer key, value;

	g_hash_table_iter_init(&iter, reading->classes);
	while (g_hash_table_iter_next(&iter, &key, &value))
		g_hash_table_insert(names, value, key);
	g_hash_table_iter_init(&iter, reading->objects);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		const gint64 *address = key;
		gpointer catalog = g_hash_table_lookup(names, GUINT_TO_POINTER((unsigned)(*address >> 32)));
		GString *text = catalog ? g_hash_table_lookup(oids, catalog) : NULL;

		if (!catalog)
			continue;
		if (!text)
			g_hash_table_insert(oids, catalog, text = g_string_new(NULL));
		g_string_append_printf(text, "%s%u", text->len ? "," : "", (unsigned)*address);
	}
	return oids;
}

void reading_add_needs(struct reading *reading)
{
	for (guint i = 0; i < reading->edges->len; i++) {
		const struct edge *edge = &g_array_index(reading->edges, struct edge, i);
		struct object *from = find(reading, edge->class, edge->oid), *to = find(reading, edge->needed_class, edge->needed_oid);

		if (to && edge->needed_position)
			to = column_at(to, edge->needed_position);
		if (from && to && edge->type == 'x')
			add_extension(reading, from, to->name);
		else if (from && to && edge->type != 'n' && from->kind->take_owner && to->parent)
			from->kind->take_owner(from, to, edge->type == 'i');
		else if (from && to && edge->type == 'n' && from != to)
			snapshot_add_need(reading->snapshot, from, to);
	}
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
		g_ptr_array_add(reading->queries, kinds[k]->optional & ~snapshot_optional(snapshot) ? NULL : query_new(kinds[k], reading->version));
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
