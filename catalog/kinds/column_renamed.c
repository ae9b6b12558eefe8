/* Columns that get other names, and what their tables make of them. */
#include "catalog/kinds/column_renamed.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "catalog/retext.h"
#include "catalog/snapshot_copy.h"
#include "sql/name.h"
#include "sql/quote.h"
#include "sql/rename_column.h"

struct renamed {
	const struct object *table; /* of the copy */
	const char *old, *new;
};

struct following {
	struct snapshot *copy;
	const struct renamed *now;
	bool referenced; /* the table's columns are those to which a foreign key refers */
};

static const char *follow_value(void *data, const struct object *object, const struct attribute *row, const char *value)
{
	const struct following *following = data;
	const struct renamed *now = following->now;
	bool references = strcmp(row->name, "references.columns") == 0;

	(void)object;
	if (row->only || row->incidental || references != following->referenced)
		return value;
	if (row->columns || row->refers == REFERS_COLUMNS)
		return strcmp(value, now->old) == 0 ? now->new : value;
	if (row->refers != REFERS_TEXT || row->fragment == FRAGMENT_NAME)
		return value;
	g_autofree char *other = rename_column(value, now->old, now->new);
	return other ? pool_text(snapshot_pool(following->copy), other) : value;
}

static const char *follow_called(void *data, const struct object *object, const char *text, bool expression)
{
	const struct following *following = data;
	g_autofree char *other =
		expression && !following->referenced ? rename_column(text, following->now->old, following->now->new) : NULL;

	(void)object;
	return other ? pool_text(snapshot_pool(following->copy), other) : text;
}

/* The key of an index is called as its column. */
static void follow_key(const struct following *following, struct object *object)
{
	const struct attribute *row = object->kind->name_is_if ? kind_attribute(object->kind, object->kind->name_is_if) : NULL;

	if (!row || attribute_text(row, object) || following->referenced || strcmp(object->name, following->now->old) != 0)
		return;
	object->identity = object->identity == object->name ? following->now->new : object->identity;
	object->name = following->now->new;
}

static bool refers_to(const struct object *object, const struct object *table)
{
	const struct attribute *name = kind_attribute(object->kind, "references.table"),
			       *schema = kind_attribute(object->kind, "references.schema");

	return name && schema && g_strcmp0(attribute_text(name, object), table->name) == 0 &&
	       g_strcmp0(attribute_text(schema, object), table->schema) == 0;
}

/* Of the statistics, or the entry of a publication, the table as it names it; NULL: it is neither. To be freed. */
static char *table_of(const struct object *object)
{
	const struct attribute *row = object->schema && !object->kind->part ? kind_attribute(object->kind, "table") : NULL;
	const char *name = row ? attribute_text(row, object) : NULL;

	if (object->kind->part && object->kind->name_is == FRAGMENT_NAME)
		return g_strdup(object->name);
	if (!name)
		return NULL;
	g_autofree char *schema = quote_identifier_dup(object->schema);
	return name_is_qualified(name) ? g_strdup(name) : g_strconcat(schema, ".", name, NULL);
}

static bool is_of(const struct object *object, const struct object *table)
{
	g_autofree char *of = table_of(object), *name = of ? name_join(table->schema, table->name) : NULL;

	return (object != table && object_outermost(object) == table) || g_strcmp0(of ? of : "", name) == 0;
}

static void follow(struct following *following)
{
	const struct retext retext = { snapshot_pool(following->copy), follow_value, follow_called, following };
	struct own_objects all = snapshot_own_all(following->copy);
	const struct object *table = following->now->table;

	for (size_t i = 0; i < all.count; i++) {
		struct object *object = all.items[i];
		bool own = is_of(object, table);
		following->referenced = false;
		if (own) {
			retext_object(&retext, object);
			follow_key(following, object);
		}
		following->referenced = true;
		if (refers_to(object, table))
			retext_object(&retext, object);
	}
}

static bool has_same_rows(const struct object *old, const struct object *new)
{
	for (const struct attribute *row = new->kind->attributes; row->name; row++)
		if (!row->incidental && !attribute_equal(row, old, new))
			return false;
	return true;
}

/* Names that are free before, and unused after, as oldname on either side tells: there is no doubt what they mean. */
static void add(GArray *renames, const struct object *had, const struct object *has, const char *old, const char *new)
{
	const struct object *before = object_part(had, &column_kind, old), *after = object_part(has, &column_kind, new);
	const struct renamed renamed = { had, before ? before->name : NULL, after ? after->name : NULL };

	if (before && after && !object_part(had, &column_kind, new) && !object_part(has, &column_kind, old) &&
		has_same_rows(before, after))
		g_array_append_val(renames, renamed);
}

/* Adds a snapshot's tables that have parents or children to the set. */
static void add_related(GHashTable *related, const struct snapshot *snapshot)
{
	for (size_t k = 0; k < kind_count; k++) {
		struct objects tables =
			kind_is(kinds[k], TRAIT_TABLE) ? snapshot_objects(snapshot, kinds[k]) : (struct objects){ 0 };
		for (size_t t = 0; t < tables.count; t++) {
			const struct object *parent;
			for (size_t i = 0; (parent = table_parent_at(snapshot, tables.items[t], i)); i++) {
				g_hash_table_add(related, (void *)parent);
				g_hash_table_add(related, (void *)tables.items[t]);
			}
		}
	}
}

/* The columns of a table with parents or children are left out: the server renames those of all of them at once. */
static void find(GArray *renames, const struct snapshot *copy, const struct snapshot *want)
{
	g_autoptr(GHashTable) related = g_hash_table_new(NULL, NULL);
	struct objects before = snapshot_objects(copy, &column_kind), after = snapshot_objects(want, &column_kind);

	add_related(related, copy);
	add_related(related, want);
	for (size_t c = 0; c < after.count; c++) {
		const struct object *column = after.items[c], *had = column->oldname ? snapshot_twin(copy, column->parent) : NULL;
		if (had && !g_hash_table_contains(related, had) && !g_hash_table_contains(related, column->parent))
			add(renames, had, column->parent, column->oldname, column->name);
	}
	for (size_t c = 0; c < before.count; c++) {
		const struct object *column = before.items[c], *has = column->oldname ? snapshot_twin(want, column->parent) : NULL;
		if (has && !g_hash_table_contains(related, has) && !g_hash_table_contains(related, column->parent))
			add(renames, column->parent, has, column->name, column->oldname);
	}
}

struct snapshot *snapshot_follow_columns(const struct snapshot *have, const struct snapshot *want)
{
	g_autoptr(GArray) renames = g_array_new(false, false, sizeof(struct renamed));
	struct following following = { NULL };

	find(renames, have, want);
	if (!renames->len)
		return NULL;
	g_array_set_size(renames, 0);
	following.copy = snapshot_copy(have);
	find(renames, following.copy, want);
	for (guint i = 0; i < renames->len; i++) {
		following.now = &g_array_index(renames, struct renamed, i);
		follow(&following);
	}
	snapshot_index(following.copy);
	return following.copy;
}
