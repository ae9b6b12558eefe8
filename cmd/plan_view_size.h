/* Asks for the sizes of the tables that a plan locks, and estimates how long reading or writing them takes. */
#pragma once

#include "cmd/place.h"
#include "cmd/plan_view.h"

/*
 * Sets rows, bytes and seconds of the steps from the database. Seconds are an estimate: some pages of each table are read in a
 * read-only transaction of at most two seconds, ten for all tables. Unknown sizes stay unknown.
 */
void plan_size_ask(struct plan_view *, struct place *);
