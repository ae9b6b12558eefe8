/* The columns of a relation. */
#pragma once

#include <stdbool.h>

#include "catalog/object.h"

/* The columns of a relation; none of another object. And the one of that name, or NULL. */
struct parts object_columns(const struct object *relation);
const struct object *object_column(const struct object *relation, const char *name);
/* Whether objects of the kind have columns. */
bool object_has_columns(const struct kind *);
