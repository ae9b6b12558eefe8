/* OLD=NEW: names that are replaced. */
#pragma once

#include <glib.h>

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
 * The table for snapshot_set_role_names() from texts such as old=new or "a=b"=c; empty where list is NULL. NULL with an error that
 * names the option where a text is wrong.
 */
GHashTable *role_map_new(const GPtrArray *list, GError **);
/* The same for schema_names_replace(); here no name may be both old and new. Schemas in the selection are renamed, too. */
GPtrArray *schema_map_new(const GPtrArray *list, struct selection *, GError **);
