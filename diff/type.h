/* What other rooms ask of types. */
#pragma once

#include "diff/change.h"

/*
 * Whether tables of have may hold values of the type: columns of it or of a type made of it. PostgreSQL then refuses another type for an
 * attribute of a composite. Needs the graphs of changes_propagate().
 */
bool type_is_stored(const struct changes *, const struct object *type);
