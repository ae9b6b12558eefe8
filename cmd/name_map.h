/* OLD=NEW: names that are taken for others. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/selection.h"

#define ROLE_MAP_OPTION(list_, help_) \
	{ \
		"map-role", 0, "OLD=NEW", help_, .list = &(list_) \
	}
#define SCHEMA_MAP_OPTION(list_, help_) \
	{ \
		"map-schema", 0, "OLD=NEW", help_, .list = &(list_) \
	}

/*
 * Of texts such as old=new, "a=b"=c: the table that snapshot_set_role_names() takes; an empty one where list is NULL. NULL and an
 * error that names the option where one is wrong.
 */
GHashTable *role_map_new(const GPtrArray *list, GError **);
/*
 * The same as schema_names_replace() takes it; here no name may be both. The schemas that are selected, or not, get their new
 * names, too.
 */
GPtrArray *schema_map_new(const GPtrArray *list, struct selection *, GError **);
/* Adds one to that list: the names as they are, without quotes. */
bool schema_map_add(GPtrArray *names, const char *old, const char *new, struct selection *, GError **);
