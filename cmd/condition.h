/* Conditions of contracts: SQL that is true where an attribute has an object's value, and the same in words. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/object.h"
#include "cmd/asking.h"

/*
 * Appends the condition that the attribute of the telling has the value of the row in the object; other is the object in its other
 * state, or NULL. Returns false, and appends nothing, where the object has no value and the server may have any. A telling without
 * attribute compares the row as it is read.
 */
bool condition_append(
	GString *out, const struct attribute *, const struct telling *, const struct object *, const struct object *other);
/* "type integer", "no default", "not unique"; appends ", " first when words precede it. */
void condition_words(GString *out, const struct attribute *, const struct telling *, const struct object *);

/*
 * Appends the condition that grantees, except the owner, whose privileges on the two objects differ have those of the first;
 * o.value is the ACL and o.owner the owner. Appends nothing where they do not differ.
 */
void condition_of_privileges(GString *out, const struct object *, const struct object *other);
