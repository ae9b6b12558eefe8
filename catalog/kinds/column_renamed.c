/* Renamed columns, and the texts of their tables that name them. */
#include "catalog/kinds/column_renamed.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column_list.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/publication.h"
#include "catalog/kinds/statistics.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/view_renamed.h"
#include "catalog/retext.h"
#include "catalog/snapshot_copy.h"
#include "sql/rename_column.h"

void column_renames_add(GHashTable *renames, const struct object *relation, const char *old, const char *new)
{
	const struct renamed renamed = { old, new };
	GArray *all = g_hash_table_lookup(renames, GUINT_TO_POINTER(relation->number));

	if (!all) {
		all = g_array_new(false, false, sizeof(struct renamed));
		g_hash_table_insert(renames, GUINT_TO_POINTER(relation->number), all);
	}
	g_array_append_val(all, renamed);
}

struct following {
	struct snapshot *copy;
	GHashTable *renames; /* of tables and views, as in view_renamed.h */
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

/* A key of an index that is a column has the name of the column. */
static void follow_key(const struct following *following, struct object *object)
{
	const struct attribute *row = object->kind->name_is_if ? kind_attribute(object->kind, object->kind->name_is_if) : NULL;

	if (!row || attribute_text(row, object) || following->referenced || strcmp(object->name, following->now->old) != 0)
		return;
	object->identity = object->identity == object->name ? following->now->new : object->identity;
	object->name = following->now->new;
}

/* The table whose columns the object names; NULL: none. */
static const struct object *table_of(const struct snapshot *snapshot, const struct object *object)
{
	const struct object *table = statistics_relation(snapshot, object);

	table = table ? table : publication_relation(snapshot, object);
	return table || !object->parent ? table : object_outermost(object);
}

/* The table to which it refers; NULL: it is not a foreign key, or the table is not in the snapshot. */
static const struct object *referenced_by(const struct snapshot *snapshot, const struct object *object)
{
	const struct foreign_key *key = foreign_key_of(object);

	return key ? foreign_key_referenced(snapshot, key) : NULL;
}

static void follow_in(struct following *following, struct object *object, const struct object *table)
{
	const struct retext retext = { snapshot_pool(following->copy), follow_value, follow_called, following };
	const GArray *renames = table ? g_hash_table_lookup(following->renames, GUINT_TO_POINTER(table->number)) : NULL;

	for (guint i = 0; renames && i < renames->len; i++) {
		following->now = &g_array_index(renames, struct renamed, i);
		retext_object(&retext, object);
		follow_key(following, object);
	}
	/* statistics and publications have their columns in the order of the names */
	if (renames && !following->referenced && object_outermost(object) != table && object->kind->settle)
		object->kind->settle(following->copy, object);
}

static void follow(struct following *following)
{
	struct own_objects all = snapshot_own_all(following->copy);

	for (size_t i = 0; i < all.count; i++) {
		following->referenced = false;
		follow_in(following, all.items[i], table_of(following->copy, all.items[i]));
		following->referenced = true;
		follow_in(following, all.items[i], referenced_by(following->copy, all.items[i]));
	}
}

/* A hint: the column old of a table in HAVE is the column new of the same table in WANT. */
struct hint {
	const struct object *had, *has;
	const char *old, *new;
};

/* The children of tables, by inheritance and as partitions: table -> GPtrArray of tables. */
static GHashTable *children_of(const struct snapshot *snapshot)
{
	GHashTable *children = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);

	for (size_t k = 0; k < kind_count; k++) {
		struct objects tables =
			kind_is(kinds[k], TRAIT_TABLE) ? snapshot_objects(snapshot, kinds[k]) : (struct objects){ 0 };
		for (size_t t = 0; t < tables.count; t++) {
			const struct object *parent;
			for (size_t i = 0; (parent = table_parent_at(snapshot, tables.items[t], i)); i++) {
				GPtrArray *those = g_hash_table_lookup(children, parent);
				if (!those)
					g_hash_table_insert(children, (void *)parent, those = g_ptr_array_new());
				g_ptr_array_add(those, (void *)tables.items[t]);
			}
		}
	}
	return children;
}

/* The number of a table's parents that have a column of that name. */
static size_t count_parents(const struct snapshot *snapshot, const struct object *table, const char *column)
{
	const struct object *parent;
	size_t count = 0;

	for (size_t i = 0; (parent = table_parent_at(snapshot, table, i)); i++)
		count += object_column(parent, column) != NULL;
	return count;
}

/* The two states of the tables, and their trees. */
struct sides {
	const struct snapshot *have, *want;
	GHashTable *children, *children_want;
};

/* Whether no table of both snapshots becomes a child of has, which is had in the other snapshot. */
static bool gets_no_child(const struct sides *sides, const struct object *had, const struct object *has)
{
	const GPtrArray *children = g_hash_table_lookup(sides->children_want, has);
	bool good = true;

	for (guint i = 0; children && i < children->len && good; i++) {
		const struct object *before = snapshot_twin(sides->have, children->pdata[i]);
		good = !before || table_is_child(sides->have, before, had);
	}
	return good;
}

/*
 * Collects the table and its descendants, whose columns the server renames with its own. False where the rename is not followed in
 * one of them: a table of both snapshots becomes a child, or is none any more, or its column has several parents; the old name is
 * used after, or the new one before; or the columns differ.
 */
static bool collect(GPtrArray *tables, const struct sides *sides, const struct hint *hint, const struct object *had,
	const struct object *has, size_t parents)
{
	const struct object *before = object_column(had, hint->old), *after = object_column(has, hint->new);
	const GPtrArray *children = g_hash_table_lookup(sides->children, had);
	bool good = before && after && !object_column(had, hint->new) && !object_column(has, hint->old) &&
		    object_attributes_equal(before, after) && count_parents(sides->have, had, hint->old) == parents &&
		    count_parents(sides->want, has, hint->new) == parents && gets_no_child(sides, had, has);

	g_ptr_array_add(tables, (void *)had);
	for (guint i = 0; children && i < children->len && good; i++) {
		const struct object *twin = snapshot_twin(sides->want, children->pdata[i]);
		good = !twin ||
		       (table_is_child(sides->want, twin, has) && collect(tables, sides, hint, children->pdata[i], twin, 1));
	}
	return good;
}

static void add(GHashTable *renames, const struct sides *sides, const struct hint *hint)
{
	g_autoptr(GPtrArray) tables = g_ptr_array_new();

	if (!collect(tables, sides, hint, hint->had, hint->has, 0))
		return;
	const char *new = object_column(hint->has, hint->new)->name;
	for (guint i = 0; i < tables->len; i++)
		column_renames_add(renames, tables->pdata[i], object_column(tables->pdata[i], hint->old)->name, new);
}

/* The hints of either side, as struct hint. */
static GArray *find_hints(const struct snapshot *have, const struct snapshot *want)
{
	GArray *hints = g_array_new(false, false, sizeof(struct hint));
	struct objects before = snapshot_objects(have, &column_kind), after = snapshot_objects(want, &column_kind);

	for (size_t c = 0; c < after.count; c++) {
		const struct object *column = after.items[c], *had = column->oldname ? snapshot_twin(have, column->parent) : NULL;
		const struct hint hint = { had, column->parent, column->oldname, column->name };
		if (had)
			g_array_append_val(hints, hint);
	}
	for (size_t c = 0; c < before.count; c++) {
		const struct object *column = before.items[c], *has = column->oldname ? snapshot_twin(want, column->parent) : NULL;
		const struct hint hint = { column->parent, has, column->name, column->oldname };
		if (has)
			g_array_append_val(hints, hint);
	}
	return hints;
}

static void find(GHashTable *renames, const struct snapshot *have, const struct snapshot *want)
{
	g_autoptr(GArray) hints = find_hints(have, want);

	if (!hints->len)
		return;
	g_autoptr(GHashTable) children = children_of(have), children_want = children_of(want);
	const struct sides sides = { have, want, children, children_want };
	for (guint i = 0; i < hints->len; i++)
		add(renames, &sides, &g_array_index(hints, struct hint, i));
}

struct snapshot *snapshot_follow_columns(const struct snapshot *have, const struct snapshot *want)
{
	g_autoptr(GHashTable) renames = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	struct following following = { .renames = renames };

	find(renames, have, want);
	g_autoptr(GPtrArray) views = views_find_renamed(have, want, renames);
	if (!g_hash_table_size(renames) && !views->len)
		return NULL;
	following.copy = snapshot_copy(have);
	follow(&following);
	views_follow(following.copy, views, want, renames);
	snapshot_index(following.copy);
	return following.copy;
}
