/* Adapts a description to a server of an older version. */
#include "catalog/adapt.h"

#include <glib.h>

#include "catalog/kinds.h"
#include "catalog/kinds/clause.h"
#include "catalog/snapshot.h"
#include "sql/settle.h"

static void clear(const struct attribute *row, struct pool *pool, struct object *object)
{
	switch (row->type) {
	case ATTRIBUTE_TEXT:
		attribute_set_text(row, pool, object, NULL);
		break;
	case ATTRIBUTE_BOOL:
		attribute_set_bool(row, object, false);
		break;
	case ATTRIBUTE_NAMES:
		attribute_set_names(row, object, NULL);
		break;
	}
}

static const char *without_extract(struct pool *pool, const char *text)
{
	g_autofree char *settled = text ? settle_extract(text) : NULL;

	return settled ? pool_text(pool, settled) : text;
}

/* An expression of an index, or of a partition key, is the name of the key, in parentheses unless it is a call. */
static void rename_key(struct pool *pool, struct object *key)
{
	const char *name = without_extract(pool, key->name);

	if (name != key->name)
		key->name = key->identity =
			clause_is_call(name) || clause_parenthesised(pool, name) ? name : pool_printf(pool, "(%s)", name);
}

static void extract_by_function(struct pool *pool, struct object *object)
{
	if (object->kind->name_is == FRAGMENT_EXPRESSION)
		rename_key(pool, object);
	for (const struct attribute *row = object->kind->attributes; row->name; row++)
		if (row->type == ATTRIBUTE_TEXT && row->refers == REFERS_TEXT && !attribute_is_absent(row, object))
			attribute_set_text(row, pool, object, without_extract(pool, attribute_text(row, object)));
}

void snapshot_adapt(struct snapshot *snapshot, int version)
{
	struct own_objects all = snapshot_own_all(snapshot);

	for (size_t i = 0; i < all.count; i++) {
		for (const struct attribute *row = all.items[i]->kind->attributes; row->name; row++)
			if (row->passing && row->since > version)
				clear(row, snapshot_pool(snapshot), all.items[i]);
		if (version && version < PG(14))
			extract_by_function(snapshot_pool(snapshot), all.items[i]);
	}
}
