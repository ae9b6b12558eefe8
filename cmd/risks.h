/* How many rows there are that can make a plan fail, asked of the database that it is for. */
#pragma once

#include "cmd/place.h"
#include "diff/plan.h"

/*
 * Counts the rows of each risk of the plan, one query a table, read only, of some seconds at most: what cannot be counted in time, or must not be read, stays
 * unknown. Nothing for what is no database.
 */
void risks_count(struct place *, struct plan *);
