/* Edges of the dependency graph beyond rows and texts: those that any kind may have, and what rooms of kinds share to find theirs. */
#include "catalog/depend_kind.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/base_type.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/operator.h"
#include "catalog/kinds/table.h"

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

void depend_scan_query(struct scan *scan, const char *query)
{
	if (snapshot_version(scan->depend->snapshot) || !query || !strstr(query, "GROUP BY"))
		return;
	for (guint r = 0; r < scan->relations->len; r++) {
		struct parts keys = object_parts(scan->relations->pdata[r], &primary_key_kind);
		for (size_t i = 0; i < keys.count; i++)
			depend_add(scan->depend, scan->object, keys.items[i]);
	}
}

void depend_add_default_classes(struct scan *scan, const struct object *relation, const char *name)
{
	struct objects classes = snapshot_objects(scan->depend->snapshot, &operator_class_kind);
	const struct object *column = classes.count && relation ? object_column(relation, name) : NULL;

	for (size_t i = 0; column && i < classes.count; i++) {
		const struct operator_class *class = (const struct operator_class *)classes.items[i];
		if (class->default_ && class->type == ((const struct column *)column)->type)
			depend_add(scan->depend, scan->object, classes.items[i]);
	}
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

/* Schemas and extensions are named bare, without one that would tell them apart from other names. */
static void need_homes(struct scan *scan)
{
	const struct object *object = scan->object;

	if (!object->parent)
		depend_add_schema(scan, object->schema);
	for (size_t i = 0; object->extensions && i < object->extensions->count; i++)
		depend_add_extension(scan, object->extensions->items[i]);
}

/* What stands in no schema is named bare: languages and access methods. */
static void need_plugged_in(struct depend *depend, const struct object *object)
{
	if (!depend->plugged_in)
		return;
	const struct attribute *language = kind_attribute(object->kind, "language"),
			       *method = kind_attribute(object->kind, "access_method");
	if (language && attribute_text(language, object))
		depend_add(depend, object, snapshot_find(depend->snapshot, &language_kind, NULL, attribute_text(language, object)));
	if (method && method->type == ATTRIBUTE_TEXT && attribute_text(method, object))
		depend_add(
			depend, object, snapshot_find(depend->snapshot, &access_method_kind, NULL, attribute_text(method, object)));
}

void depend_scan_kind(struct scan *scan)
{
	/* the index of a partition is attached to its parent's */
	const char *attached = kind_is(scan->object->kind, TRAIT_INDEX) ? index_attached_to(scan->object) : NULL;

	need_homes(scan);
	if (attached)
		depend_scan_text(scan, attached, true);
	need_plugged_in(scan->depend, scan->object);
	if (scan->object->kind->needs)
		scan->object->kind->needs(scan);
}

/*
 * Takes from the routine what has the type's name, but its shell: the function is made of the shell, and the type of the function.
 */
static void loosen_from_type(struct depend *depend, const struct object *routine, const struct object *type)
{
	struct objects all = snapshot_all(depend->snapshot);
	GArray *needs = depend->needs[routine->number];

	for (guint i = 0; needs && i < needs->len;) {
		const struct object *needed = all.items[g_array_index(needs, unsigned, i)];
		if (needed->schema == type->schema && needed->name == type->name && needed->kind != &shell_type_kind)
			g_array_remove_index(needs, i);
		else
			i++;
	}
}

void depend_break_circles(struct depend *depend)
{
	struct objects shells = snapshot_objects(depend->snapshot, &shell_type_kind), all = snapshot_all(depend->snapshot);

	for (size_t s = 0; s < shells.count; s++) {
		const struct object *type = base_type_of_shell(depend->snapshot, shells.items[s]);
		if (!type)
			continue;
		GArray *needs = depend->needs[type->number];
		for (guint i = 0; needs && i < needs->len; i++) {
			const struct object *needed = all.items[g_array_index(needs, unsigned, i)];
			if (kind_is(needed->kind, TRAIT_ROUTINE))
				loosen_from_type(depend, needed, type);
		}
		depend_add(depend, type, shells.items[s]);
	}
}
