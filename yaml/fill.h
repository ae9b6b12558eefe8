/* Nodes of a document become objects of a snapshot, along the rows of their kinds. */
#pragma once

#include "yaml/loader.h"

/* Adds the object that the node describes, and its parts. The node has its key; a parent only for parts. */
bool loader_add(struct loader *, const struct kind *, struct object *parent, const char *schema, const char *name,
	const char *signature, struct node *, GError **);
/* Sets the object's attributes from the node's entries, adds its parts. */
bool loader_fill(struct loader *, struct object *, struct node *, GError **);
