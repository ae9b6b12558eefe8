/* Objects in renamed schemas. */
#pragma once

#include "catalog/snapshot.h"

/*
 * A copy of HAVE with the names that objects have after ALTER SCHEMA has renamed schemas, by oldname on either side; NULL: no
 * schema is renamed, or HAVE already has an object of the new name.
 */
struct snapshot *snapshot_follow_schemas(const struct snapshot *have, const struct snapshot *want);
