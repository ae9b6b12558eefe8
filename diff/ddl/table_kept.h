/* The statements that keep what a table loses, and give it back: see diff/keepsake.h. */
#pragma once

#include "diff/say.h"

/* Of any table, one that stays as it is too: copies the columns that it loses, or gives back what was kept; and tells it. */
void table_say_kept(struct say *);
/* The table goes, and is kept instead of DROP TABLE: moved, or copied where it goes with others. */
void table_say_kept_whole(struct say *, enum stage);
/*
 * Records of the last statement of the stage what its text does not show: it runs while the table is locked in mode ACCESS EXCLUSIVE,
 * and reads or writes its rows (work: enum lock_work).
 */
void table_kept_hold(struct say *, enum stage, unsigned work);
/* Which of these come before, and after, what else is done. */
void table_kept_add_edges(struct changes *, struct change *table);
