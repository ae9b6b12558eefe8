/* Names for objects that are renamed aside until their successor exists. */
#pragma once

#include "diff/change.h"

/*
 * name__old, or the first of name__old2, name__old3 ... that no object of either snapshot has in the schema and that was not given
 * to another; cut to the 63 bytes of a name. The same name gets the same result. In the pool.
 */
const char *aside_name(const struct changes *, const char *schema, const char *name);
/* The name with a suffix, cut to the bytes of a name. In the pool. */
const char *aside_with_suffix(const struct changes *, const char *name, const char *suffix);
/* The names given so far. */
struct aside_names *aside_names_new(void);
void aside_names_free(struct aside_names *);
