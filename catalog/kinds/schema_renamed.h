/* Schemas that get other names, and what is in them. */
#pragma once

#include "catalog/snapshot.h"

/*
 * A copy of HAVE in which all is named as it is once ALTER SCHEMA has renamed the schemas that have other names in WANT, as oldname
 * on either side tells; NULL: no schema is renamed, or HAVE already has something of the new name.
 */
struct snapshot *snapshot_follow_schemas(const struct snapshot *have, const struct snapshot *want);
