/* CREATE, ALTER, DROP SCHEMA: it has a name and no more. */
#include "catalog/kinds.h"
#include "diff/verbs.h"

const struct verbs schema_verbs = { .kind = &schema_kind };
