/* Queries about publications. */
#pragma once

#include <stdbool.h>

#include "catalog/depend.h"

/* Whether a publication of the snapshot publishes the table. */
bool publication_has(const struct snapshot *, const struct depend *, const struct object *table);
