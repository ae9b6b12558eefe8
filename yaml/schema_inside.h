/* Shared by the files of the JSON Schema. A schema is a tree of nodes in an arena; all functions return a new one. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/kind.h"
#include "yaml/node.h"

/* Appends the schema as JSON. */
void schema_write(GString *out, const struct node *schema);
