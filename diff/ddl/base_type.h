/* Types that functions are made of and that are made of these functions: base types, and ranges with a canonical function. */
#pragma once

#include "diff/change.h"
#include "diff/say.h"

/*
 * Whether the type goes, with functions and all, before its successor is made: it cannot be renamed aside, for its functions would
 * keep their names.
 */
bool base_type_goes_first(const struct changes *, const struct change *);
/* Whose statement drops the shells, and the functions that have the type in their arguments or results. */
void base_types_assign(struct changes *);
/* DROP TYPE with the functions that have it. */
void base_type_drop(struct say *);
