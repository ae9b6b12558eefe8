/*
 * An object as the tree of nodes that stands under its key: the attributes that are not absent, its parts, and what every object
 * has.
 */
#pragma once

#include "catalog/object.h"
#include "yaml/node.h"

struct yaml_write_options;

/* A map, perhaps empty; of a schema without the objects in it. */
struct node *describe_object(struct arena *, const struct object *, const struct yaml_write_options *);
