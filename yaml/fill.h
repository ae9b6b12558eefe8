/* Turns nodes of a document into objects of a snapshot, by the rows of their kinds. */
#pragma once

#include "yaml/loader.h"

/*
 * Adds the object that the node describes, with its parts. The node has its key; parent is set for parts only. False with an error.
 */
bool loader_add(struct loader *, const struct kind *, struct object *parent, const char *schema, const char *name,
	const char *signature, struct node *, GError **);
/* Sets the object's attributes from the node's entries, and adds its parts. False with an error. */
bool loader_fill(struct loader *, struct object *, struct node *, GError **);
