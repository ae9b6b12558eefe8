/* What a column's new type asks of the rows that are there. */
#pragma once

#include <stdbool.h>

#include "catalog/snapshot.h"

/*
 * Whether ALTER COLUMN TYPE writes all rows anew, from one type to another as format_type() prints them, without USING, in a
 * session whose TimeZone is UTC. Types that are not described may be any: true. *same: where it does not, whether indexes stay what
 * they are, too.
 */
bool lock_type_rewrites(const struct snapshot *have, const char *from, const struct snapshot *want, const char *to, bool *same);
/* Whether the type is a domain that values may not fit. */
bool lock_type_is_checked(const struct snapshot *, const char *type);
/* The default of a type that is a domain with one, or made of one; NULL: none. */
const char *lock_type_default(const struct snapshot *, const char *type);
