/*
 * Propagation: an object that depends on something that is dropped, recreated, or changed in a way that blocks dependents is
 * recreated too, or altered so that it does not depend on it for a while. Its kind decides: struct verbs, on_dependency.
 */
#pragma once

#include "diff/change.h"
#include "diff/ddl/verbs.h"

/* Changes whose dependents are still to be looked at. */
struct widening {
	struct changes *changes;
	GPtrArray *queue;
	struct change *cause; /* the one whose dependents are looked at; NULL: none yet */
};

/* Of a kind that does nothing about it: recreated, unless it is altered and needs the other no more. */
enum reaction reaction_plain(struct widening *, struct change *, struct change *cause);
/* Always. */
enum reaction reaction_recreate(struct widening *, struct change *, struct change *cause);
enum reaction reaction_recreate_whole(struct widening *, struct change *, struct change *cause);

/* Has a change recreated, or altered so that what depends on it must be gone; its dependents are looked at then. */
void widening_recreate(struct widening *, struct change *);
void widening_block(struct widening *, struct change *);
/* Has one altered that stays as it is otherwise. */
void widening_loosen(struct widening *, struct change *);

/* Whether a type, or relation, is dropped and one of another kind takes the name of the type: its columns become columns of that. */
bool widening_is_replaced(const struct changes *, const struct change *);
/* Has a change that is made again renamed aside, as values are to be carried over; or whatever has to go before with it go. */
void widening_set_aside(struct widening *, struct change *);
/* Has the dependents of a change looked at. */
void widening_enqueue(struct widening *, struct change *);
/* What goes with an object of have before its successor is made, see struct verbs; NULL: nothing. */
struct change *widening_goes_first_with(const struct changes *, const struct change *);
