/* --map-role OLD=NEW: DEV and PRD seldom have the same roles. */
#pragma once

#include <glib.h>

#define ROLE_MAP_OPTION(list_, help_) { "map-role", 0, "OLD=NEW", help_, .list = &(list_) }

/* The table that snapshot_set_role_names() takes, of texts such as old=new, "a=b"=c; an empty one where list is NULL. NULL and an error where one is wrong. */
GHashTable *role_map_new(const GPtrArray *list, GError **);
