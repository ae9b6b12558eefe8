/* Names of constraints that several tables have. */
#include "diff/ddl/not_null_shared.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/not_null.h"
#include "sql/name.h"

#define COLUMN(object) ((const struct column *)(object))

/* Notes a name of a constraint of a table; tables: the first table that has each name. */
static void note_name(struct changes *changes, GHashTable *tables, const struct object *table, const char *name)
{
	g_autofree char *whole = name_join(table->schema, name);
	const char *key = pool_text(changes->pool, whole);
	const char *first = g_hash_table_lookup(tables, key);

	if (!first)
		g_hash_table_insert(tables, (gpointer)key, (gpointer)table->name);
	else if (strcmp(first, table->name) != 0)
		g_hash_table_add(changes->shared_names, (gpointer)key);
}

static void note_names(struct changes *changes, GHashTable *tables, const struct snapshot *snapshot)
{
	struct objects all = snapshot_all(snapshot);

	for (size_t i = 0; i < all.count; i++) {
		const struct object *object = all.items[i];
		if (!object->kind->part || !kind_is_table(object->parent->kind))
			continue;
		if (object->kind == &column_kind && COLUMN(object)->not_null) {
			g_autofree char *name = not_null_name(snapshot, object);
			/* names that come by themselves are cut to 63 bytes: a parent's may be the child's too */
			g_autofree char *itself = not_null_default_name(object->parent->name, object->name);
			if (!not_null_is_of_parent(snapshot, object, name) || strcmp(name, itself) == 0)
				note_name(changes, tables, object->parent, name);
		} else if (strcmp(object->kind->sql, "CONSTRAINT") == 0) {
			note_name(changes, tables, object->parent, object->name);
		}
	}
}

/* Whether a statement may have to name the constraint of a column. */
static bool may_name(const struct changes *changes)
{
	bool may = false;

	for (guint i = 0; i < changes->all->len && !may; i++) {
		const struct change *change = changes->all->pdata[i];
		const struct object *want = change->fate == FATE_SAME ? NULL : change->want;
		may = want && want->parent && kind_is_table(want->parent->kind) && kind_is(want->kind, TRAIT_TYPED) &&
		      COLUMN(want)->not_null;
	}
	return may && not_null_has_name(changes);
}

void not_null_note_shared(struct changes *changes)
{
	g_autoptr(GHashTable) tables = g_hash_table_new(g_str_hash, g_str_equal);

	if (changes->shared_names || !may_name(changes))
		return;
	changes->shared_names = g_hash_table_new(g_str_hash, g_str_equal);
	note_names(changes, tables, changes->have);
	note_names(changes, tables, changes->want);
}

bool not_null_is_shared(const struct changes *changes, const struct object *table, const char *name)
{
	g_autofree char *key = name_join(table->schema, name);

	return changes->shared_names && g_hash_table_contains(changes->shared_names, key);
}
