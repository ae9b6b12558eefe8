/*
 * The privileges of an object as a list of single-key maps, grantee: [words], and back. A word with grant option is a map, `select:
 * {grantable: true}`; a grantor that is not the owner makes the value a map, {grantor, privs}. PUBLIC means all roles; a role named
 * PUBLIC is in SQL quotes.
 */
#pragma once

#include <stdbool.h>

#include "catalog/object.h"
#include "yaml/node.h"

/* The list to write; NULL where the object has its kind's default privileges. */
struct node *privileges_node(struct arena *, const struct object *);

struct loader;
/* Sets object->privileges from the list; the owner of the object, or of a part's parent, is set. False with an error. */
bool privileges_load(struct loader *, struct object *, const struct node *list, GError **);
