/* Pairing by name, and by the hints of oldname. */
#include "diff/pair.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "diff/hint.h"

/*
 * Whether the side that lacks an extension is a document that says nothing of it: every database is made with plpgsql, so people
 * leave that out, and mean neither DROP EXTENSION nor, on the way back, CREATE EXTENSION.
 */
static bool is_passed_over(const struct changes *changes, const struct object *have, const struct object *want)
{
	const struct object *object = want ? want : have;
	const struct snapshot *other = want ? changes->have : changes->want;

	return object->kind == &extension_kind && strcmp(object->name, "plpgsql") == 0 && !snapshot_version(other);
}

static struct change *add(struct changes *changes, struct change *parent, const struct object *have, const struct object *want)
{
	struct change *change = pool_alloc(changes->pool, sizeof(*change));

	*change = (struct change){ .have = have, .want = want, .parent = parent };
	change->fate = (have && want) || is_passed_over(changes, have, want) ? FATE_SAME : want ? FATE_CREATE : FATE_DROP;
	change->renamed = have && want && have->name != want->name;
	g_ptr_array_add(changes->all, change);
	if (have)
		changes->of_have[have->number] = change;
	if (want)
		changes->of_want[want->number] = change;
	return change;
}

static bool has_hints(const struct object *const *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (items[i]->oldname)
			return true;
	return false;
}

/* Keys of indexes have no names of their own: the list is compared as a whole, by position. */
static const struct object *twin_of_part(struct parts have, const struct object *want, size_t position)
{
	if (want->kind->shape == PART_PLAIN)
		return position < have.count ? have.items[position] : NULL;
	if (position < have.count && have.items[position]->name == want->name)
		return have.items[position];
	for (size_t i = 0; i < have.count; i++)
		if (have.items[i]->name == want->name)
			return have.items[i];
	return NULL;
}

/*
 * Whether both are a partition's part of the same index of its table, which has one such part of each partition, whatever its name.
 */
static bool are_of_one_index(const struct changes *changes, const struct object *have, const struct object *want)
{
	const struct object *old = index_attached_above(changes->have, have), *new = index_attached_above(changes->want, want);

	return old && new && old->kind == new->kind && old->parent->name == new->parent->name &&
	       old->parent->schema == new->parent->schema && (old->name == new->name || are_of_one_index(changes, old, new));
}

static const struct object *twin_of_index(
	const struct changes *changes, struct parts have, const struct parts *all, const struct object *want)
{
	for (size_t i = 0; index_attached_to(want) && !want->oldname && i < have.count; i++)
		if (!twin_of_part(*all, have.items[i], all->count) && are_of_one_index(changes, have.items[i], want))
			return have.items[i];
	return NULL;
}

/* Whether it may be a parent's too, and so has the name that it has there. */
static bool is_merged(const struct object *part)
{
	return kind_is_table(part->parent->kind) && kind_is(part->kind, TRAIT_MERGED);
}

/* What such a part was called before the parent's was renamed, as the hint there tells; NULL: no hint. */
static const char *oldname_above(const struct snapshot *snapshot, const struct object *part)
{
	const struct object *table;
	const char *name = NULL;

	for (size_t i = 0; is_merged(part) && !name && (table = table_parent_at(snapshot, part->parent, i)); i++) {
		const struct object *same = object_part(table, part->kind, part->name);
		name = !same ? NULL : same->oldname ? same->oldname : oldname_above(snapshot, same);
	}
	return name;
}

static const struct object *twin_of_inherited(
	const struct changes *changes, struct parts have, const struct parts *all, const struct object *want)
{
	const char *name = want->oldname ? NULL : oldname_above(changes->want, want);

	for (size_t i = 0; is_merged(want) && i < have.count; i++) {
		const struct object *old = have.items[i];
		if ((old->name == name || oldname_above(changes->have, old) == want->name) && !twin_of_part(*all, old, all->count))
			return old;
	}
	return NULL;
}

static void pair_parts(struct changes *, struct change *parent);

/* Adds the pairs, and what is on one side only. */
static void add_pairs(
	struct changes *changes, struct change *parent, struct objects old, struct objects new, const struct object **twins)
{
	if (has_hints(old.items, old.count) || has_hints(new.items, new.count))
		hints_follow(old, new, twins);
	for (size_t i = 0; i < new.count; i++)
		pair_parts(changes,
			add(changes, parent, twins[i] && !changes->of_have[twins[i]->number] ? twins[i] : NULL, new.items[i]));
	for (size_t i = 0; i < old.count; i++)
		if (!changes->of_have[old.items[i]->number])
			pair_parts(changes, add(changes, parent, old.items[i], NULL));
}

static void pair_parts(struct changes *changes, struct change *parent)
{
	const struct object *have = parent->have, *want = parent->want;
	const struct kind *const *kind = change_object(parent)->kind->parts;

	for (size_t k = 0; kind && kind[k]; k++) {
		struct parts old = have ? have->parts[k] : (struct parts){ 0 }, new = want ? want->parts[k] : (struct parts){ 0 };
		g_autofree const struct object **twins = g_new(const struct object *, new.count + 1);

		for (size_t i = 0; i < new.count; i++)
			twins[i] = twin_of_part(old, new.items[i], i);
		for (size_t i = 0; have && want && i < new.count; i++)
			twins[i] = twins[i] ? twins[i] : twin_of_index(changes, old, &new, new.items[i]);
		for (size_t i = 0; have && want && i < new.count; i++)
			twins[i] = twins[i] ? twins[i] : twin_of_inherited(changes, old, &new, new.items[i]);
		add_pairs(
			changes, parent, (struct objects){ old.count, old.items }, (struct objects){ new.count, new.items }, twins);
	}
}

static int compare_twins(const struct object *have, const struct object *want)
{
	int order = have->schema == want->schema ? 0 : g_strcmp0(have->schema, want->schema);

	return order ? order : have->identity == want->identity ? 0 : strcmp(have->identity, want->identity);
}

void pairs_add(struct changes *changes, const struct kind *kind)
{
	struct objects old = snapshot_objects(changes->have, kind), new = snapshot_objects(changes->want, kind);
	g_autofree const struct object **twins = g_new(const struct object *, new.count + 1);

	for (size_t i = 0; i < new.count; i++)
		twins[i] = i < old.count && compare_twins(old.items[i], new.items[i]) == 0
				   ? old.items[i]
				   : snapshot_find(changes->have, kind, new.items[i]->schema, new.items[i]->identity);
	add_pairs(changes, NULL, old, new, twins);
}

void pairs_separate(struct changes *changes, struct change *change)
{
	const struct object *have = change->have;

	change->have = NULL;
	change->renamed = false;
	change->fate = FATE_CREATE;
	add(changes, change->parent, have, NULL);
}
