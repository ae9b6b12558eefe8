/* Types that their functions depend on, and that depend on these functions: base types, and ranges with a canonical function. */
#pragma once

#include "diff/change.h"
#include "diff/say.h"

/* See struct verbs: its shell, with the functions that have the type in their arguments or results. */
struct change *base_type_goes_first_with(const struct changes *, const struct change *);
/* DROP TYPE with the functions that have it. */
void base_type_drop(struct say *);
