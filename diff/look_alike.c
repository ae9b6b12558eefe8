/* What is dropped beside something new that is the same but for its name. */
#include "diff/look_alike.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/verbs.h"
#include "diff/ddl/inherit.h"
#include "diff/hint.h"

/* What two columns, or attributes of a composite type, have in common if they are one; those that a kind lacks do not count. */
static const char *const of_fields[] = { "type", "collation", "not_null", "default", "generated", "identity", NULL };

/* Columns, and attributes of composite types. */
static bool is_field(const struct kind *kind)
{
	return kind->part && kind_is(kind, TRAIT_TYPED);
}

static bool same_field(const struct object *have, const struct object *want)
{
	for (size_t i = 0; of_fields[i]; i++) {
		const struct attribute *row = kind_attribute(have->kind, of_fields[i]);
		if (row && !attribute_equal(row, have, want))
			return false;
	}
	return true;
}

/* How many parts of its kind stand before it that are there before and after. */
static size_t place_of(const struct changes *changes, const struct object *part, bool had)
{
	struct parts all = object_parts(part->parent, part->kind);
	size_t place = 0;

	for (size_t i = 0; i < all.count && all.items[i] != part; i++) {
		const struct change *change = had ? changes_of_have(changes, all.items[i]) : changes_of_want(changes, all.items[i]);
		place += change->have && change->want;
	}
	return place;
}

/* Tables: columns of the same names that are the same, in the same order; a partition with other bounds is another one. */
static bool same_table(const struct object *have, const struct object *want)
{
	struct parts old = object_columns(have), new = object_columns(want);

	if (!old.count || old.count != new.count || !object_attributes_equal(have, want))
		return false;
	for (size_t i = 0; i < old.count; i++)
		if (old.items[i]->name != new.items[i]->name || !same_field(old.items[i], new.items[i]))
			return false;
	return true;
}

static size_t count_objects_of(const struct snapshot *snapshot, const struct object *schema)
{
	struct objects all = snapshot_all(snapshot);
	size_t count = 0;

	for (size_t i = 0; i < all.count; i++)
		count += !all.items[i]->parent && all.items[i]->schema == schema->name;
	return count;
}

/* Schemas: the same kinds and names of objects in them. */
static bool same_contents(const struct changes *changes, const struct object *have, const struct object *want)
{
	struct objects all = snapshot_all(changes->have);
	size_t count = 0;

	for (size_t i = 0; i < all.count; i++) {
		const struct object *object = all.items[i];
		if (object->parent || object->schema != have->name)
			continue;
		if (!snapshot_find(changes->want, object->kind, want->name, object->identity))
			return false;
		count++;
	}
	return count && count == count_objects_of(changes->want, want);
}

/* Whether something but the name is said of it: of two sequences with nothing but defaults nobody can tell. */
static bool says_something(const struct object *object)
{
	for (const struct attribute *row = object->kind->attributes; row->name; row++)
		if (!row->incidental && !attribute_is_absent(row, object))
			return true;
	for (size_t k = 0; object->kind->parts && object->kind->parts[k]; k++)
		if (object->parts[k].count)
			return true;
	return false;
}

/* What the two have in common if one is the other under a new name: "the same type"; NULL: they differ. */
static const char *likeness(const struct changes *changes, const struct change *gone, const struct change *new)
{
	const struct object *have = gone->have, *want = new->want;

	if (is_field(have->kind))
		return same_field(have, want) && place_of(changes, have, true) == place_of(changes, want, false)
			       ? "the same type and place"
			       : NULL;
	if (kind_is_table(have->kind))
		return same_table(have, want) ? "the same columns" : NULL;
	if (kind_is(have->kind, TRAIT_HOME))
		return same_contents(changes, have, want) ? "objects of the same names" : NULL;
	return says_something(have) && hints_unlikeness(have, want) == 0 ? "the same definition" : NULL;
}

/* Whether both could be one: SQL renames such objects, and they stand in the same place. */
static bool comparable(const struct change *gone, const struct change *new)
{
	const struct object *have = gone->have, *want = new->want;

	return have->kind == want->kind && gone->parent == new->parent &&
	       have->schema == want->schema &&g_strcmp0(have->signature, want->signature) == 0;
}

/* A part tells only where what it is part of stays, and rows of views and materialized views are no columns of their own. */
static bool counts(const struct changes *changes, const struct change *change)
{
	const struct kind *kind = change_object(change)->kind;

	if (kind->fixed_name || kind->optional || kind->shape == PART_PLAIN || change_object(change)->is_new)
		return false;
	if (change->parent && kind_is(kind, TRAIT_MERGED) && changes_inherited_from(changes, change))
		return false; /* its parent's tells */
	return !change->parent || (change->parent->have && change->parent->want && !change_undoes(change->parent) &&
					  !kind_is(change->parent->have->kind, TRAIT_QUERY));
}

static void add(struct plan *plan, const struct object *have, const struct object *want, const char *why)
{
	g_autofree char *old = object_describe(have), *new = object_describe(want),
			*how = g_strdup_printf("has %s as %s", why, old),
			*advice = g_strdup_printf("\"oldname: %s\" below it", have->name);

	remark_add_rename(plan->look_alikes, want, new, have->name, how, advice);
}

void look_alikes_add(const struct changes *changes, struct plan *plan)
{
	g_autoptr(GPtrArray) created = g_ptr_array_new();

	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		const struct verbs *verbs = verbs_of(change_object(change)->kind);
		if (change->have && change->want && !change->want->is_new && verbs->add_look_alikes)
			verbs->add_look_alikes(changes, change, plan->look_alikes);
		if (change->fate == FATE_CREATE && counts(changes, change))
			g_ptr_array_add(created, change);
	}
	for (guint i = 0; created->len && i < changes->all->len; i++) {
		const struct change *gone = changes->all->pdata[i];
		bool found = gone->fate != FATE_DROP || !counts(changes, gone);
		for (guint j = 0; !found && j < created->len; j++) {
			const struct change *new = created->pdata[j];
			const char *why = comparable(gone, new) ? likeness(changes, gone, new) : NULL;
			if (!why)
				continue;
			add(plan, gone->have, new->want, why);
			g_ptr_array_remove_index(created, j); /* one is not two others */
			found = true;
		}
	}
}
