/*
 * The privileges of an object as a list of single-key maps, grantee: [words], and back. A word that may be granted on is a map,
 * `select: {grantable: true}`; a grantor that is not the owner makes the value a map, {grantor, privs}. PUBLIC is everybody; a role
 * that is really called PUBLIC stands in SQL quotes.
 */
#pragma once

#include <stdbool.h>

#include "catalog/object.h"
#include "yaml/node.h"

/* The list to be written; NULL where the object has what its kind gives by default. */
struct node *privileges_node(struct arena *, const struct object *);

struct loader;
/* Sets object->privileges from the list; the object's owner (a part's: that of its parent) is known by then. */
bool privileges_load(struct loader *, struct object *, const struct node *list, GError **);
