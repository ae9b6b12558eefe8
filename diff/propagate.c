/*
 * Widening: what depends on something that is dropped, made again or disturbed is made again too, or loosened from it for a while.
 */
#include "diff/propagate.h"

#include "catalog/kinds.h"
#include "catalog/kinds/base_type.h"
#include "catalog/kinds/type.h"
#include "diff/ddl/base_type.h"
#include "diff/ddl/not_null.h"
#include "diff/ddl/row_type.h"
#include "diff/ddl/verbs.h"
#include "diff/marks.h"

static void enqueue(struct widening *widening, struct change *change)
{
	g_ptr_array_add(widening->queue, change);
}

/* Types and tables are renamed aside, as values are to be carried over, but for types that functions are made of. */
static void set_aside(struct widening *widening, struct change *change)
{
	if (base_type_goes_first(widening->changes, change)) {
		change->aside = false;
		widening_recreate(
			widening, changes_of_have(widening->changes, base_type_shell(widening->changes->have, change->have)));
	} else if (kind_is(change_object(change)->kind, TRAIT_ASIDE)) {
		change->aside = true;
	}
}

/* A part goes with its parent. */
void widening_recreate(struct widening *widening, struct change *change)
{
	if (change->fate == FATE_REMAKE || change->fate == FATE_DROP || change->fate == FATE_CREATE)
		return;
	change->disturbs = false;
	change_decide(change, FATE_REMAKE, widening->cause);
	set_aside(widening, change);
	enqueue(widening, change);
}

void widening_loosen(struct widening *widening, struct change *change)
{
	if (change->fate == FATE_SAME)
		change_decide(change, FATE_ALTER, widening->cause);
}

void widening_block(struct widening *widening, struct change *change)
{
	if (change->disturbs) {
		widening_loosen(widening, change);
		return;
	}
	change->disturbs = true;
	change_decide(change, change->fate == FATE_SAME ? FATE_ALTER : change->fate, widening->cause);
	enqueue(widening, change);
}

/*
 * What is made of a type, or operator class, that goes first goes before it, values and all: renamed aside it would still hold on
 * to it.
 */
static void follow_type(struct widening *widening, struct change *change, struct change *cause)
{
	struct change *whole = change_object(change)->kind == &composite_attribute_kind ? change->parent : change;
	const struct kind *kind = change_object(cause)->kind;

	if (!(kind_is(kind, TRAIT_TYPE) || kind == &operator_class_kind) || !change_undoes(cause) || cause->aside ||
		!kind_is(change_object(whole)->kind, TRAIT_TYPE))
		return;
	/* columns were to be converted to what it becomes */
	if (whole->aside && change_undoes(whole))
		enqueue(widening, whole);
	whole->aside = false;
}

/* Whether the change, altered in place, no longer needs what the cause was. */
static bool loosened(const struct changes *changes, const struct change *change, const struct change *cause)
{
	if (change->fate != FATE_ALTER || cause->fate != FATE_DROP)
		return false;
	return (change_differs_at_all(change) || change->have->extensions != change->want->extensions) &&
	       !(cause->want && depend_has(changes->needs_want, change->want, cause->want));
}

enum reaction reaction_plain(struct widening *widening, struct change *change, struct change *cause)
{
	return loosened(widening->changes, change, cause) ? REACTION_NONE : REACTION_RECREATE;
}

enum reaction reaction_recreate(struct widening *widening, struct change *change, struct change *cause)
{
	(void)widening, (void)change, (void)cause;
	return REACTION_RECREATE;
}

enum reaction reaction_recreate_whole(struct widening *widening, struct change *change, struct change *cause)
{
	(void)widening, (void)change, (void)cause;
	return REACTION_RECREATE_WHOLE;
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
		for (guint d = 0; d < dependents->len; d++) {
			struct change *dependent = changes_of_have(changes, all.items[g_array_index(dependents, unsigned, d)]);
			if (!dependent)
				continue; /* it says privileges alone, which are not compared */
			widen(widening, dependent, cause);
			if (cause->fate == FATE_REMAKE || base_type_goes_first(changes, cause))
				follow_type(widening, dependent, cause);
		}
		for (size_t k = 0; change_undoes(cause) && cause->have->kind->parts && cause->have->kind->parts[k]; k++)
			for (size_t p = 0; p < cause->have->parts[k].count; p++) {
				struct change *part = changes_of_have(changes, cause->have->parts[k].items[p]);
				if (part->fate == FATE_SAME || part->fate == FATE_ALTER) {
					part->disturbs = false;
					change_decide(part, FATE_REMAKE, cause);
				}
				enqueue(widening, part);
			}
	}
}

/* Whether a type goes, and another kind of type takes its name: what is of the one is to be of the other. */
static bool is_replaced(const struct changes *changes, const struct change *change)
{
	for (size_t i = 0; change->fate == FATE_DROP && kind_is(change->have->kind, TRAIT_TYPE) && kinds_of_types[i]; i++)
		if (kinds_of_types[i] != change->have->kind &&
			snapshot_find(changes->want, kinds_of_types[i], change->have->schema, change->have->name))
			return true;
	return false;
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

void changes_propagate(struct changes *changes)
{
	struct widening widening = { changes, g_ptr_array_new(), NULL };

	if (!changes->needs_have) {
		changes->needs_have = depend_new(changes->have);
		changes->needs_want = depend_new(changes->want);
		not_null_note_shared(changes);
	}
	marks_set_first(changes);
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		if (change->fate == FATE_REMAKE)
			set_aside(&widening, change);
		change->aside = change->aside || is_replaced(changes, change);
		if (change_undoes(change) || change->disturbs)
			enqueue(&widening, change);
		if (verbs_of(change_object(change)->kind)->widen_first)
			verbs_of(change_object(change)->kind)->widen_first(&widening, change);
	}
	widen_rest(&widening);
	g_ptr_array_unref(widening.queue);
	row_types_remake(changes);
}
