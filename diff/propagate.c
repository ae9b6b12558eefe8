/*
 * Propagation: an object that depends on something that is dropped, recreated, or changed in a way that blocks dependents is
 * recreated too, or altered so that it does not depend on it for a while.
 */
#include "diff/propagate.h"

#include "catalog/kinds.h"
#include "diff/ddl/row_type.h"
#include "diff/ddl/verbs.h"
#include "diff/decide.h"
#include "diff/marks.h"
#include "diff/online/beside.h"
#include "diff/widen.h"

/*
 * A type, an operator class, or a relation whose name a type takes may have to be dropped first instead of being renamed aside. Types
 * that are made of it are dropped before it then, with their values: renamed aside they would still depend on it.
 */
static void follow_type(struct widening *widening, struct change *change, struct change *cause)
{
	struct change *whole = change_object(change)->kind == &composite_attribute_kind ? change->parent : change;
	const struct kind *kind = change_object(cause)->kind;
	bool type = kind_is(kind, TRAIT_TYPE) || kind == &operator_class_kind || widening_is_replaced(widening->changes, cause);

	if (!type || !change_undoes(cause) || cause->aside || !kind_is(change_object(whole)->kind, TRAIT_TYPE))
		return;
	/* columns were to be converted to what it becomes */
	if (whole->aside && change_undoes(whole))
		widening_enqueue(widening, whole);
	whole->aside = false;
}

/* Attributes of a composite type change: only what has a rule holds on to them. */
static bool is_of_attributes(const struct change *change, const struct change *cause)
{
	return cause->have->kind == &composite_kind && !change_undoes(cause) && !kind_is(change->have->kind, TRAIT_HOLDS_FIELDS);
}

static void widen(struct widening *widening, struct change *change, struct change *cause)
{
	const struct verbs *verbs = verbs_of(change->have->kind);

	if (change->fate == FATE_DROP || change->fate == FATE_CREATE || change->fate == FATE_REMAKE || change->made_by ||
		kind_is(change->have->kind, TRAIT_HOME) || is_of_attributes(change, cause))
		return;
	switch ((verbs->on_dependency ? verbs->on_dependency : reaction_plain)(widening, change, cause)) {
	case REACTION_NONE:
		break;
	case REACTION_LOOSEN:
		widening_loosen(widening, change);
		break;
	case REACTION_BLOCK:
		widening_block(widening, change);
		break;
	case REACTION_RECREATE:
		widening_recreate(widening, change);
		break;
	case REACTION_RECREATE_WHOLE:
		widening_recreate(widening, change->parent);
		break;
	}
}

static void widen_all(struct widening *widening)
{
	struct changes *changes = widening->changes;
	struct objects all = snapshot_all(changes->have);

	for (guint i = 0; i < widening->queue->len; i++) {
		struct change *cause = widening->queue->pdata[i];
		if (!cause->have)
			continue;
		widening->cause = cause;
		if (verbs_of(cause->have->kind)->widen_users)
			verbs_of(cause->have->kind)->widen_users(widening, cause);
		const GArray *dependents = depend_needed_by(changes->needs_have, cause->have);
		bool types_follow = cause->fate == FATE_REMAKE || widening_goes_first_with(changes, cause) ||
				    widening_is_replaced(changes, cause);
		for (guint d = 0; d < dependents->len; d++) {
			struct change *dependent = changes_of_have(changes, all.items[g_array_index(dependents, unsigned, d)]);
			if (!dependent)
				continue; /* it says privileges alone, which are not compared */
			widen(widening, dependent, cause);
			if (types_follow)
				follow_type(widening, dependent, cause);
		}
		for (size_t k = 0; change_undoes(cause) && cause->have->kind->parts && cause->have->kind->parts[k]; k++)
			for (size_t p = 0; p < cause->have->parts[k].count; p++) {
				struct change *part = changes_of_have(changes, cause->have->parts[k].items[p]);
				if (part->fate == FATE_SAME || part->fate == FATE_ALTER) {
					part->disturbs = false;
					change_decide(part, FATE_REMAKE, cause);
				}
				widening_enqueue(widening, part);
			}
	}
}

static void widen_rest(struct widening *widening)
{
	widen_all(widening);
	marks_set(widening->changes);
}

bool change_remake(struct changes *changes, struct change *change)
{
	struct widening widening = { changes, g_ptr_array_new(), NULL };
	bool news = change->fate == FATE_SAME || change->fate == FATE_ALTER;

	if (news) {
		widening_recreate(&widening, change);
		widen_rest(&widening);
	}
	g_ptr_array_unref(widening.queue);
	return news;
}

/* A type that is used, and whose name another kind of type takes: its values are carried over. */
static bool goes_aside(const struct changes *changes, const struct change *change)
{
	return kind_is(change_object(change)->kind, TRAIT_TYPE) && widening_is_replaced(changes, change) &&
	       depend_needed_by(changes->needs_have, change->have)->len;
}

void changes_propagate(struct changes *changes)
{
	struct widening widening = { changes, g_ptr_array_new(), NULL };

	if (!changes->needs_have) {
		changes->needs_have = depend_of(changes->have);
		changes->needs_want = depend_of(changes->want);
	}
	beside_judge(changes);
	marks_set_first(changes);
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		if (change->fate == FATE_REMAKE || goes_aside(changes, change))
			widening_set_aside(&widening, change);
		if (change_undoes(change) || change->disturbs)
			widening_enqueue(&widening, change);
		if (verbs_of(change_object(change)->kind)->widen_first)
			verbs_of(change_object(change)->kind)->widen_first(&widening, change);
	}
	widen_rest(&widening);
	g_ptr_array_unref(widening.queue);
	row_types_remake(changes, change_remake);
}
