/* Queries about extensions. */
#pragma once

#include "diff/change.h"

/* Whether the extension that the object's row "extension" names has a statement: it makes a schema, or a wrapper, and drops it. */
bool extension_has_step(const struct changes *, const struct change *);
