/* Results that the server keeps. */
#pragma once

#include "diff/say.h"

/*
 * Notes each index, generated column, check and partitioning that stays as it is though it is made of what changes in place: an
 * object of have, a routine, or a configuration or dictionary of text search.
 */
void results_note(struct say *, const struct object *changed);
