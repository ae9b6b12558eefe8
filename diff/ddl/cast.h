/* Casts of a database's own. */
#pragma once

#include <stdbool.h>

#include "catalog/snapshot.h"

/* Whether a user's function converts a type to text, or text to the type: then a value may differ after both. */
bool cast_changes_text(const struct snapshot *, const char *type);
