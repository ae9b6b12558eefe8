/* The index that is built beside others for a key, and which the key then takes over. */
#pragma once

#include <glib.h>

#include "diff/change.h"

/*
 * What the index of a primary key or unique constraint that is made, or made again, is called until then, and *reused: an index of
 * the table that does what the key needs and would be dropped; NULL: it is to be built.
 */
const char *key_index_name(const struct changes *, const struct change *key, const struct object **reused);
/* The key that takes over an index which would be dropped; NULL: none. */
struct change *key_index_user(const struct changes *, const struct change *index);
/* Appends what stands behind the table's name in CREATE UNIQUE INDEX. */
void key_index_append(GString *out, const struct object *key);
