/* Converts values of a composite type, or of a table's row type, that is re-created. */
#pragma once

#include "diff/say.h"

/*
 * Creates a cast from the old type, renamed to aside, to the new one, and drops it late. The text form of a value identifies fields
 * by position only; the cast carries them over by name. It serves columns of the type, arrays, domains and types that contain it.
 */
void row_cast_say(struct say *, const char *aside);
