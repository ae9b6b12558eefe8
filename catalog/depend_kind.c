/* Edges of the dependency graph that come from neither rows nor texts, for all kinds. */
#include "catalog/depend_kind.h"

#include "catalog/depend_need.h"
#include "catalog/kinds.h"
#include "catalog/kinds/base_type.h"
#include "catalog/kinds/index.h"

/* Schemas and extensions have no schema that would distinguish their names from others. */
static void need_homes(struct scan *scan)
{
	const struct object *object = scan->object;

	if (!object->parent)
		depend_add_schema(scan, object->schema);
	for (size_t i = 0; object->extensions && i < object->extensions->count; i++)
		depend_add_extension(scan, object->extensions->items[i]);
}

/* Objects without a schema have unqualified names: languages and access methods. */
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
	const struct qualified *attached = kind_is(scan->object->kind, TRAIT_INDEX) ? index_attached_to(scan->object) : NULL;

	need_homes(scan);
	if (attached)
		depend_scan_text(scan, attached->text, true);
	need_plugged_in(scan->depend, scan->object);
	if (scan->object->kind->needs)
		scan->object->kind->needs(scan);
}

/*
 * Removes a routine's edges to objects with the type's name, except its shell: the function depends on the shell, and the type on
 * the function.
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
