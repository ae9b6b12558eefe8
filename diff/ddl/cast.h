/* Casts of a database's own. */
#pragma once

#include <stdbool.h>

#include "catalog/snapshot.h"

/* Whether a function of the database's own makes text of a type, or the type of text: then it may not be what it was after both. */
bool cast_changes_text(const struct snapshot *, const char *type);
