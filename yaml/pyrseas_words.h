/* What the format of Pyrseas can express. Nothing follows from the absence of other things in its documents. */
#pragma once

#include <stdbool.h>

#include "catalog/snapshot.h"

/* Whether the format can describe the object of a server's snapshot: it lacks some kinds, and some objects of others. */
bool pyrseas_can_say(const struct snapshot *, const struct object *);
/* Whether the format has the attribute of an object. */
bool pyrseas_can_tell(const struct kind *, const struct attribute *);
/* The only option of the row that Pyrseas compares; NULL: all of them. */
const char *pyrseas_only_option(const struct kind *, const struct attribute *);
