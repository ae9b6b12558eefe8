/* Queries about changes. */
#include "diff/change.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/table.h"

const struct object *change_object(const struct change *change)
{
	return change->want ? change->want : change->have;
}

const struct change *change_whole(const struct change *change)
{
	while (change->parent)
		change = change->parent;
	return change;
}

bool change_differs(const struct change *change, const struct attribute *row)
{
	return change->have && change->want && !row->incidental && !attribute_equal(row, change->have, change->want);
}

bool change_differs_in(const struct change *change, const char *attribute)
{
	return change_differs(change, kind_attribute(change_object(change)->kind, attribute));
}

bool change_differs_only_in(const struct change *change, const char *attribute)
{
	const struct attribute *only = kind_attribute(change_object(change)->kind, attribute);

	for (const struct attribute *row = change_object(change)->kind->attributes; row->name; row++)
		if (row != only && change_differs(change, row))
			return false;
	return change_differs(change, only);
}

bool change_differs_at_all(const struct change *change)
{
	for (const struct attribute *row = change_object(change)->kind->attributes; row->name; row++)
		if (change_differs(change, row))
			return true;
	return change->have && change->want && change->have->signature != change->want->signature;
}

bool change_reorders(const struct changes *changes, const struct change *change)
{
	const struct kind *const *kind = change_object(change)->kind->parts;

	for (size_t k = 0; change->have && change->want && kind && kind[k]; k++) {
		struct parts old = change->have->parts[k], new = change->want->parts[k];
		size_t kept = 0;

		for (size_t i = 0; kind[k]->shape == PART_LIST && i < old.count; i++) {
			const struct object *twin = changes_of_have(changes, old.items[i])->want;
			if (twin && new.items[kept++] != twin)
				return true;
		}
	}
	return false;
}

bool change_differs_in_owner(const struct changes *changes, const struct change *change)
{
	/* there is no ALTER EXTENSION ... OWNER TO */
	return changes->owners && change->want->owner && change->have->owner != change->want->owner &&
	       change->want->kind != &extension_kind;
}

const char *change_comment(const struct object *object, const struct object *beside)
{
	return object->comment || !object->kind->given_comment ? object->comment : object->kind->given_comment(object, beside);
}

bool change_differs_in_comment(const struct object *have, const struct object *want)
{
	return change_comment(have, want) != change_comment(want, have);
}

/* A new owner replaces the old one in the privileges of columns, too: privileges of either are granted again, or revoked. */
static bool differs_by_owner(const struct changes *changes, const struct change *change)
{
	return change->parent && (change->have->privileges || change->want->privileges) && change->parent->have &&
	       change->parent->want && change_differs_in_owner(changes, change->parent);
}

bool change_differs_in_common(const struct changes *changes, const struct change *change)
{
	const struct object *have = change->have, *want = change->want;

	return change_differs_in_comment(have, want) || have->labels != want->labels || have->extensions != want->extensions ||
	       change_differs_in_owner(changes, change) ||
	       (changes->privileges &&
		       (!privileges_equal(have->privileges, want->privileges) || differs_by_owner(changes, change)));
}

void change_forget_placement(struct change *change)
{
	change->made_by = change->undone_by = change->evicts = NULL;
	change->meanwhile = NULL;
	change->late_default = false;
	memset(change->batches, 0, sizeof(change->batches));
}

const struct change *change_root(const struct change *change)
{
	const struct change *root = change->because;

	while (root && root->because)
		root = root->because;
	return root;
}

bool change_makes(const struct change *change)
{
	return change->fate == FATE_CREATE || change->fate == FATE_REMAKE;
}

bool change_undoes(const struct change *change)
{
	return change->fate == FATE_DROP || change->fate == FATE_REMAKE;
}

struct change *changes_of_have(const struct changes *changes, const struct object *object)
{
	return changes->of_have[object->number];
}

struct change *changes_of_want(const struct changes *changes, const struct object *object)
{
	return changes->of_want[object->number];
}

bool change_is_code(const struct kind *kind)
{
	return kind_is(kind, TRAIT_CODE);
}

bool change_is_called(const struct kind *kind)
{
	return change_is_code(kind) || kind == &sequence_kind;
}

bool changes_needs_undone_code(const struct changes *changes, const struct object *object)
{
	const GArray *needs = depend_needs(changes->needs_have, object);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
		if (change_is_code(needed->kind) && change_undoes(changes_of_have(changes, needed)))
			return true;
	}
	return false;
}

bool changes_any(const struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++)
		if (((struct change *)changes->all->pdata[i])->fate != FATE_SAME)
			return true;
	return false;
}

bool change_is_told_elsewhere(const struct changes *changes, const struct change *change)
{
	const struct object *object = change_object(change);
	const struct change *parent = change->parent;
	bool one_side = !change->have || !change->want;

	if (parent && (!parent->have || !parent->want))
		return true;
	if (parent && one_side && object->kind == &column_kind && !kind_is_table(parent->want->kind))
		return true;
	return one_side && object->kind->implied && object->kind->implied(change->want ? changes->want : changes->have, object);
}
