/*
 * Objects by schema and name, while a document is being loaded and the snapshot cannot tell them yet.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/object.h"

/* For a GHashTable whose keys are objects, the same when schema and name are. */
guint named_hash(gconstpointer object);
gboolean named_equal(gconstpointer, gconstpointer);

/* The object of the set that a name in a row of an object means; NULL when there is none. */
struct object *named_find(GHashTable *set, const struct object *, const struct qualified *);
/* The object of the set with that schema and bare name; NULL when there is none. */
struct object *named_lookup(GHashTable *set, const char *schema, const char *name);
