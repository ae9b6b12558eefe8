/* Disables triggers and rules while a script moves, or restores, rows. */
#pragma once

#include "diff/say.h"

/*
 * Says that the triggers and rules of a table, those that it had before and keeps, are disabled, or enabled again as they were;
 * attached: those of the tables above too, of which a partition has clones.
 */
void trigger_pause(struct say *, enum stage, const struct change *table, bool attached, bool enable);
