/* How large the tables are that a plan locks, and how long it may take to go through them. */
#pragma once

#include "cmd/place.h"
#include "cmd/plan_view.h"

/*
 * Sets rows, bytes and seconds of the steps, by what the database tells. Seconds are an estimate: of each table to be gone through
 * some pages are read, in a read-only transaction of two seconds at most, for all tables ten. What cannot be asked stays unknown.
 */
void plan_size_ask(struct plan_view *, struct place *);
