/* Changes that follow from other changes without a dependency in the catalogs. */
#include "diff/marks.h"

#include "catalog/kinds.h"
#include "catalog/kinds/index.h"
#include "diff/ddl/verbs.h"
#include "diff/decide.h"
#include "diff/follow.h"

/* What the object needs that has another name now; NULL: nothing. */
static const struct change *needs_renamed(const struct changes *changes, const struct object *object)
{
	const GArray *needs = depend_needs(changes->needs_have, object);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
		const struct change *change = changes_of_have(changes, needed);
		/* a check that is its parent's has its name too */
		bool same = needed->kind == object->kind && kind_is(object->kind, TRAIT_MERGED);
		if (change->renamed && !kind_is(change->have->kind, TRAIT_INDEX) && !same && !change_undoes(change) &&
			!follow_is_named(changes, change) && !follow_has_column(changes, object, change))
			return change;
	}
	return NULL;
}

/*
 * A constraint, index, view or policy that refers to a renamed object keeps its text but would silently follow the old object, so
 * it is recreated.
 */
static void mark_same_words(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		bool same = change->have && change->want && (change->fate == FATE_SAME || change->fate == FATE_ALTER) &&
			    !change_differs_at_all(change);
		bool key = kind_is(change_object(change)->kind, TRAIT_OF_WHOLE);

		const struct change *renamed =
			same && kind_is(change->have->kind, TRAIT_FOLLOWS_RENAMES) ? needs_renamed(changes, change->have) : NULL;
		if (renamed)
			change_decide(key ? change->parent : change, FATE_REMAKE, renamed);
	}
}

/* Of the index of a partition that stays one that of the partitioned table; NULL: there is none. */
static const struct object *attached_above(const struct changes *changes, const struct object *index)
{
	const struct change *table = index->parent ? changes_of_have(changes, index->parent) : NULL;

	return table && table->want && !table->detached ? index_attached_above(changes->have, index) : NULL;
}

/*
 * The index of a partition that is attached to the index of the partitioned table cannot be dropped alone: that index is recreated
 * too.
 */
static void mark_attached(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		const struct object *above = change->have && change_undoes(change) ? attached_above(changes, change->have) : NULL;
		for (; above; above = attached_above(changes, above)) {
			struct change *upper = changes_of_have(changes, above);
			if (upper->want && !change_undoes(upper))
				change_decide(upper, FATE_REMAKE, change);
		}
	}
}

void marks_set_first(struct changes *changes)
{
	const struct verbs *verbs;

	mark_same_words(changes);
	for (size_t i = 0; (verbs = verbs_at(i)); i++)
		if (verbs->mark_first)
			verbs->mark_first(changes);
	mark_attached(changes);
}

void marks_set(struct changes *changes)
{
	const struct verbs *verbs;

	for (size_t i = 0; (verbs = verbs_at(i)); i++)
		if (verbs->mark_all)
			verbs->mark_all(changes);
}
