/* The values of a composite type, or of a table's row type, that is made again. */
#pragma once

#include "diff/say.h"

/*
 * Makes a cast from the old type, which is renamed to aside, to the new one, and drops it late. A value's text tells its fields by
 * position only; the cast carries them over by name. It serves columns of the type, arrays, domains and types made of the type.
 */
void row_cast_say(struct say *, const char *aside);
