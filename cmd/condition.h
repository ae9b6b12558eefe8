/* Conditions of contracts: SQL that is true where an attribute has an object's value, and what it says in words. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/object.h"
#include "cmd/asking.h"

/*
 * Appends that the telling's value is that which the row has of the object; other is its other state, and may be NULL. False:
 * the object's is absent, and the value may then be anything. A telling without attribute is of the row as it is read.
 */
bool condition_append(
	GString *out, const struct attribute *, const struct telling *, const struct object *, const struct object *other);
/* "type integer", "no default", "not unique", after ", " where something stands before it. */
void condition_words(GString *out, const struct attribute *, const struct telling *, const struct object *);

/*
 * That who has other privileges on the two objects, the owner aside, has those of the first; o.value is its ACL and o.owner
 * its owner. Empty where nobody has.
 */
void condition_of_privileges(GString *out, const struct object *, const struct object *other);
