/*
 * Widening: what depends on something that is dropped, made again or changes in such a way that it must be gone meanwhile, is made
 * again too, or loosened from it for a while. What becomes of an object is said by its kind: struct verbs, on_dependency.
 */
#pragma once

#include "diff/change.h"

/* Changes whose dependents are still to be looked at. */
struct widening {
	struct changes *changes;
	GPtrArray *queue;
	struct change *cause; /* the one whose dependents are looked at; NULL: none yet */
};

/* What becomes of an object that depends on another one. */
enum reaction {
	REACTION_NONE,		 /* it stays as it is, or its own statements, or the server, see to it */
	REACTION_LOOSEN,	 /* it is altered: its own statements let go of the other for a while */
	REACTION_BLOCK,		 /* it is altered, and what depends on it must be gone meanwhile */
	REACTION_RECREATE,	 /* dropped and created */
	REACTION_RECREATE_WHOLE, /* what it is part of is */
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

/* Widens all of a plan. Computes the dependency graphs. */
void changes_propagate(struct changes *);
/* Has one more change recreated, and widens again; true if it was not already. */
bool change_remake(struct changes *, struct change *);
