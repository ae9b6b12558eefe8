/*
 * What a server of 17 and later computes with search_path set to pg_catalog, pg_temp, whatever the session has: indexes that are
 * made, or rebuilt, and materialized views that are filled. The manual has it on the page of each of these commands. A function
 * that needs another path fails there.
 */
#pragma once

#include "diff/say.h"

/*
 * Adds a risk for each function that making an index, an exclusion constraint or a materialized view calls, and whose body names
 * what is not of pg_catalog.
 */
void maintenance_risk(struct say *, const struct object *made);
