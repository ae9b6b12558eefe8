/* What a JSON Schema says of keys that an object needs: see yaml/complete.c. */
#pragma once

#include "yaml/schema_inside.h"

/* Adds "required" and the like to the schema of a kind, whose "properties" are there: see yaml/complete.c. */
void schema_require(struct arena *, struct node *schema, const struct kind *);
