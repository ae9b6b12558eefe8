/* What was added to a list and what was taken away, for people: shorter to read than two whole lists. */
#pragma once

#include "catalog/pool.h"
#include "catalog/privilege.h"

/*
 * "+ new, - old" of two lists, of which want may be NULL and have may be NULL; "in another order" where both have the same items.
 * Free it.
 */
char *delta_names(const struct names *have, const struct names *want);

/* "+ bob: select, insert; - carol: all"; NULL where one side says nothing, or that nobody has any. Free it. */
char *delta_privileges(const struct privileges *have, const struct privileges *want);

/* "bob: select, insert; PUBLIC: execute"; "nobody has any" of an empty list. NULL of NULL. Free it. */
char *delta_privileges_text(const struct privileges *);
