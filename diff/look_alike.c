/* What is dropped beside something new that is much like it. */
#include "diff/look_alike.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"

/* Columns, and attributes of composite types. */
static bool is_field(const struct kind *kind)
{
	return kind->part && kind_is(kind, TRAIT_TYPED);
}

/* What loses rows when it goes for good. */
static bool keeps_rows(const struct kind *kind)
{
	return kind == &table_kind;
}

/* Of fields. */
static bool same_type(const struct object *have, const struct object *want)
{
	const struct attribute *type = kind_attribute(have->kind, "type");

	return type && attribute_equal(type, have, want);
}

/* Columns of the same names and types, in the same order. */
static bool same_columns(const struct object *have, const struct object *want)
{
	struct parts old = object_columns(have), new = object_columns(want);

	if (have->schema != want->schema || !old.count || old.count != new.count)
		return false;
	for (size_t i = 0; i < old.count; i++)
		if (old.items[i]->name != new.items[i]->name || !same_type(old.items[i], new.items[i]))
			return false;
	return true;
}

/* Whether one could be the other under a new name; why then says by what. */
static bool is_like(const struct object *have, const struct object *want, const char **why)
{
	const struct kind *kind = have->kind;

	if (kind != want->kind)
		return false;
	*why = "the same type";
	if (is_field(kind))
		return same_type(have, want);
	*why = "the same columns";
	return keeps_rows(kind) && same_columns(have, want);
}

static bool loses(const struct change *change)
{
	const struct kind *kind = change_object(change)->kind;

	if (change->fate != FATE_DROP)
		return false;
	if (is_field(kind)) /* a view's are not stored */
		return change->parent->want && !kind_is(change->parent->have->kind, TRAIT_QUERY);
	return keeps_rows(kind);
}

static void add(struct plan *plan, const struct object *have, const struct object *want, const char *why)
{
	g_autofree char *old = object_describe(have), *new = object_describe(want);

	remark_add(plan->look_alikes, LOOK_ALIKE, want,
		"%s is new and has %s as %s, which is dropped: if it is the same %s, write \"oldname: %s\" below it", new, why, old,
		have->kind->name, have->name);
}

void look_alikes_add(const struct changes *changes, struct plan *plan)
{
	g_autoptr(GPtrArray) created = g_ptr_array_new();

	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		if (change->fate == FATE_CREATE &&
			(keeps_rows(change_object(change)->kind) || (change->parent && change->parent->have)))
			g_ptr_array_add(created, change);
	}
	for (guint i = 0; created->len && i < changes->all->len; i++) {
		const struct change *gone = changes->all->pdata[i];
		for (guint j = 0; loses(gone) && j < created->len; j++) {
			const struct change *new = created->pdata[j];
			const char *why;
			if (gone->parent != new->parent || !is_like(gone->have, new->want, &why))
				continue;
			add(plan, gone->have, new->want, why);
			g_ptr_array_remove_index(created, j); /* one is not two others */
			break;
		}
	}
}
