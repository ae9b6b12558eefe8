/* Reports plans to the user: how many rows in the database can make one fail, and notes. */
#pragma once

#include "cmd/place.h"
#include "diff/plan.h"

/*
 * Counts the rows of each risk of the plan with one read-only query for each table, limited to some seconds: rows that cannot be
 * counted in time, or not be read, stay unknown. Does nothing where the place is not a database.
 */
void risks_count(struct place *, struct plan *);

/*
 * The same with separate queries for each risk, each in a short transaction of at most a minute, and with the keys of three
 * offending rows. Warns where a query fails.
 */
void risks_examine(struct place *, struct plan *);

/* Prints the notes and risks of both plans as notes and warnings; down may be NULL. */
void risks_tell(const struct plan *up, const struct plan *down);

/* Prints the losses: as warnings where they are allowed, else as errors, together with possible renames. */
void risks_tell_losses(const struct plan *, bool allowed);
