/* Adds required keys to a JSON Schema: see yaml/complete.c. */
#pragma once

#include "yaml/schema_inside.h"

/* Adds "required" and the like to the schema of a kind that has "properties". */
void schema_require(struct arena *, struct node *schema, const struct kind *);
