/*
 * Relations by name, while a document is being loaded and the snapshot cannot tell them yet.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/object.h"

/* For a GHashTable whose keys are objects, the same when schema and name are. */
guint name_hash(gconstpointer object);
gboolean name_equal(gconstpointer, gconstpointer);

/* SQL text of a name, `t`, `s.t` or `"S"."T"`, taken apart; *schema is NULL when it is not told. Both are to be freed. False for
 * other text. */
bool name_split(const char *text, char **schema, char **name);
/* The length of the name, qualified or not, with which a text such as `s.f(integer)` begins; 0 when it begins with none. */
size_t name_length(const char *text);

/* The object of the set that the SQL text names, bare in that schema; NULL when there is none. */
struct object *name_find(GHashTable *set, const char *schema, const char *text);
/* The object of the set with that schema and bare name. */
struct object *name_lookup(GHashTable *set, const char *schema, const char *name);
