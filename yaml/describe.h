/* Describes an object as a tree of nodes: the attributes that are not absent, its parts, and what every object has. */
#pragma once

#include "catalog/object.h"
#include "yaml/node.h"

struct yaml_write_options;

/* A map, possibly empty; that of a schema does not contain its objects. */
struct node *describe_object(struct arena *, const struct object *, const struct yaml_write_options *);
