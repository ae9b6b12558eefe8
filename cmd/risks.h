/*
 * What people are told of plans: how many rows there are that can make one fail, asked of the database that it is for, and notes.
 */
#pragma once

#include "cmd/place.h"
#include "diff/plan.h"

/*
 * Counts the rows of each risk of the plan, one query a table, read only, of some seconds at most: what cannot be counted in time,
 * or must not be read, stays unknown. Nothing for what is no database.
 */
void risks_count(struct place *, struct plan *);

/*
 * The same, but each risk by queries of its own, each of which is a short transaction that may take a minute, and with keys of
 * three rows that are in the way. A warning tells what could not be asked.
 */
void risks_examine(struct place *, struct plan *);

/* Tells the notes and risks of both ways as notes and warnings; down may be NULL. */
void risks_tell(const struct plan *up, const struct plan *down);

/* Tells the losses: as warnings where they are allowed, else as errors, along with what may be a rename. */
void risks_tell_losses(const struct plan *, bool allowed);
