/* Shared by the functions of kinds that find edges. */
#include "catalog/depend_need.h"

#include <string.h>

#include "catalog/kinds.h"

void depend_add_schema(struct scan *scan, const char *name)
{
	if (name)
		depend_add(scan->depend, scan->object, snapshot_find(scan->depend->snapshot, &schema_kind, NULL, name));
}

void depend_add_extension(struct scan *scan, const char *name)
{
	if (name)
		depend_add(scan->depend, scan->object, snapshot_find(scan->depend->snapshot, &extension_kind, NULL, name));
}

void depend_scan_key(struct scan *scan)
{
	const char *name = scan->object->name;
	const char *bare = pool_find_n(scan->depend->pool, name, strlen(name));

	depend_scan_text(scan, name, false);
	if (bare)
		g_hash_table_add(scan->names, (gpointer)bare);
}

void depend_scan_merged(struct scan *scan)
{
	const struct depend *depend = scan->depend;
	const struct object *object = scan->object, *table = object->parent;
	const GArray *needs = table && kind_is_table(table->kind) ? depend->needs[table->number] : NULL;

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *needed = snapshot_all(depend->snapshot).items[g_array_index(needs, unsigned, i)];
		if (kind_is_table(needed->kind))
			depend_add(scan->depend, object, object_part(needed, object->kind, object->name));
	}
}
