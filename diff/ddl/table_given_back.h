/* The way back: what was kept of a table is given back. */
#pragma once

#include "diff/keepsake.h"
#include "diff/say.h"

/* Says the statements that give it back to the change's table; a note tells what rows have that came meanwhile. */
void table_give_back(struct say *, const struct keepsake *);
