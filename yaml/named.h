/* Finds objects by schema and name while a document is loaded, when the snapshot cannot be searched yet. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/object.h"

/* For a GHashTable of objects that are equal if schema and name are. */
guint named_hash(gconstpointer object);
gboolean named_equal(gconstpointer, gconstpointer);

/* The object of the set to which a name in an object's row refers; NULL: none. */
struct object *named_find(GHashTable *set, const struct object *, const struct qualified *);
/* The object of the set with that schema and unqualified name; NULL: none. */
struct object *named_lookup(GHashTable *set, const char *schema, const char *name);
