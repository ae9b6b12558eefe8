/* Lists the items added to a list and removed from it: shorter to read than two whole lists. */
#pragma once

#include "catalog/pool.h"
#include "catalog/privilege.h"

/*
 * "+ new, - old" of two lists, of which want may be NULL and have may be NULL; "in another order" where both have the same items.
 * Free it.
 */
char *delta_names(const struct names *have, const struct names *want);

/* "+ bob: select, insert; - carol: all"; NULL where one side has no list, or an empty one. Free it. */
char *delta_privileges(const struct privileges *have, const struct privileges *want);

/* "bob: select, insert; PUBLIC: execute"; "nobody has any" for an empty list. NULL for NULL. Free it. */
char *delta_privileges_text(const struct privileges *);
