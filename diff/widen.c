/* What becomes of a change for the sake of another one. */
#include "diff/widen.h"
#include "catalog/kinds.h"
#include "diff/decide.h"

void widening_enqueue(struct widening *widening, struct change *change)
{
	g_ptr_array_add(widening->queue, change);
}

struct change *widening_goes_first_with(const struct changes *changes, const struct change *change)
{
	const struct verbs *verbs = verbs_of(change_object(change)->kind);

	return change->have && verbs->goes_first_with ? verbs->goes_first_with(changes, change) : NULL;
}

/* Columns can have the type, or that of the rows. */
static bool names_type(const struct kind *kind)
{
	return kind_is(kind, TRAIT_TYPE) || kind_is(kind, TRAIT_QUERY) || kind_is_table(kind);
}

bool widening_is_replaced(const struct changes *changes, const struct change *change)
{
	const struct object *have = change->have;
	bool found = false;

	for (size_t k = 0; change->fate == FATE_DROP && names_type(have->kind) && k < kind_count && !found; k++)
		found = names_type(kinds[k]) && snapshot_find(changes->want, kinds[k], have->schema, have->name);
	return found;
}

/*
 * Types and tables are renamed aside so that values can be converted and rows copied, except types on which functions depend that
 * have to be dropped first.
 */
void widening_set_aside(struct widening *widening, struct change *change)
{
	struct change *first = widening_goes_first_with(widening->changes, change);

	if (first) {
		change->aside = false;
		widening_recreate(widening, first);
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
	widening_set_aside(widening, change);
	widening_enqueue(widening, change);
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
	widening_enqueue(widening, change);
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
