/* Batches that have nothing to do with what is undone and made again around them. */
#pragma once

#include <glib.h>

/*
 * Puts them behind it, as far as those permit that wait for them: the transaction in which it is undone and made again then locks no more
 * tables than it has to. The batches (struct batch *) are in order before and after.
 */
void online_set_apart(GPtrArray *batches);
