/* Objects that the comparison leaves out, but that depend on what the plan drops or changes. */
#include "diff/left_out.h"

#include "catalog/depend.h"
#include "catalog/kinds.h"
#include "catalog/kinds/index.h"
#include "diff/change.h"
#include "diff/changes.h"
#include "diff/propagate.h"

/* What has a name of its own: the index of an index key. */
static const struct object *named(const struct object *object)
{
	while (object->parent && object->kind->shape == PART_PLAIN)
		object = object->parent;
	return object;
}

/*
 * PostgreSQL makes indexes, constraints and statistics again when the type of a column changes, and refuses to change it under
 * anything else.
 */
static bool bears_change(const struct object *user)
{
	const struct kind *kind = user->kind;

	return !kind_is(kind, TRAIT_HOLDS_FIELDS | TRAIT_FIRES) && kind != &policy_kind &&
	       !(kind_is(kind, TRAIT_ROUTINE) && kind != &aggregate_kind);
}

/* What a child table or partition has of its parent: PostgreSQL changes and drops it together with the parent's. */
static bool is_inherited(const struct object *user, const struct object *used)
{
	return index_attached_to(user) || (user->parent && used->parent && user->kind == used->kind && user->name == used->name);
}

/*
 * Whether it goes with what it is part of or belongs to, as whoever made it wanted: the constraint of a dropped table, the sequence
 * of a dropped column.
 */
static bool goes_along(const struct changes *changes, const struct object *user, const struct object *used)
{
	const struct object *parent = user->parent ? snapshot_twin(changes->have, user->parent) : NULL;

	return user->kind == &sequence_kind || is_inherited(user, used) ||
	       (parent && changes_of_have(changes, parent)->fate == FATE_DROP);
}

static const char *verb(const struct change *change)
{
	switch (change->fate) {
	case FATE_DROP:
		return "is to be dropped";
	case FATE_REMAKE:
		return "is to be recreated";
	case FATE_SAME:
	case FATE_ALTER:
	case FATE_CREATE:
		break;
	}
	return "is to be changed";
}

static void add(GPtrArray *out, const struct object *user, const char *does, const struct object *used, const struct change *change)
{
	g_autofree char *name = object_describe(user), *of = object_describe(used);
	char *text = g_strdup_printf("%s, which the filter leaves out, %s %s, which %s", name, does, of, verb(change));

	if (g_ptr_array_find_with_equal_func(out, text, g_str_equal, NULL))
		g_free(text);
	else
		g_ptr_array_add(out, text);
}

/* Parts that are left out would be lost with a table, view or other object that is recreated. */
static void add_parts(GPtrArray *out, const struct snapshot *have, const struct object *object, const struct change *change)
{
	for (size_t k = 0; object->kind->parts && object->kind->parts[k] && change->fate == FATE_REMAKE; k++)
		for (size_t i = 0; i < object->parts[k].count; i++) {
			const struct object *part = object->parts[k].items[i];
			if (part->kind->shape != PART_PLAIN && !snapshot_twin(have, part))
				add(out, part, "belongs to", object, change);
		}
}

static void add_users(GPtrArray *out, const struct changes *changes, const struct depend *needs, const struct snapshot *whole,
	const struct change *change)
{
	const struct object *object = snapshot_twin(whole, change->have);
	const GArray *users = object ? depend_needed_by(needs, object) : NULL;

	for (guint i = 0; users && i < users->len; i++) {
		const struct object *user = named(snapshot_all(whole).items[g_array_index(users, unsigned, i)]);
		if (snapshot_twin(changes->have, user) || goes_along(changes, user, object) ||
			(!change_undoes(change) && bears_change(user)))
			continue;
		add(out, user, "needs", object, change);
	}
	if (object)
		add_parts(out, changes->have, object, change);
}

GPtrArray *left_out_in_the_way(const struct snapshot *have, const struct snapshot *want, const struct snapshot *whole)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	struct changes *changes = changes_new(have, want);

	if (changes_any(changes)) {
		const struct depend *needs = depend_of(whole);
		changes_propagate(changes);
		for (guint i = 0; i < changes->all->len; i++) {
			const struct change *change = changes->all->pdata[i];
			bool named_part = !change->parent || change->have == NULL || change->have->kind->shape != PART_PLAIN;
			if (change->have && named_part && (change_undoes(change) || change->disturbs))
				add_users(out, changes, needs, whole, change);
		}
	}
	changes_free(changes);
	return out;
}
