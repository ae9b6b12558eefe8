/* Moves batches out of a transaction that drops and re-creates an object to which they are not related. */
#pragma once

#include <glib.h>

/*
 * Moves them behind the batches of that object, unless one of these must come after them, so that the transaction locks no more tables
 * than it has to. The batches (struct batch *) are in a valid order before and after.
 */
void online_set_apart(GPtrArray *batches);
