/* Queries about types. */
#pragma once

#include "diff/change.h"

/*
 * Whether tables of have may hold values of the domain inside others: arrays, composites, ranges. PostgreSQL then refuses to add
 * what those would have to be checked for. Needs the graphs of changes_propagate().
 */
bool type_is_nested(const struct changes *, const struct object *domain);
