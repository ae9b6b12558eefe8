/* Sets one attribute of an object from the node with its value. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/loader.h"

/*
 * Sets the row's field. null means absent; numbers are read as texts; options may be a map of names to values. False with an error.
 */
bool value_fill(struct loader *, struct object *, const struct attribute *, const struct node *, GError **);

/* Adds one entry of the map of a FORM_MAP row as name=value. */
bool value_fill_option(struct loader *, struct object *, const struct attribute *, const struct node *, GError **);

/* The text of a scalar, in the pool; NULL for a null. */
bool value_text(struct loader *, const struct object *, const struct node *, const char **text, GError **);

/* The list of texts of the pool, sorted where order has no meaning. */
const struct names *value_names(struct loader *, GPtrArray *items, bool sorted);

/* Returns false with the error `"columns" of a table: expected a list, found a map`. */
bool value_wrong_type(struct loader *, const struct object *, const struct node *, const char *expected, GError **);
