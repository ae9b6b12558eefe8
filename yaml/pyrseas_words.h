/* What Pyrseas has words for. All else is unknown to its documents: that they are silent of it is no wish. */
#pragma once

#include <stdbool.h>

#include "catalog/snapshot.h"

/* Whether it can describe the object, as a server's snapshot has it: there are kinds that it cannot, and objects of others. */
bool pyrseas_can_say(const struct snapshot *, const struct object *);
/* Whether it can tell the attribute of an object that it describes. */
bool pyrseas_can_tell(const struct kind *, const struct attribute *);
/* Of options that it tells, the only one that it compares; NULL: all of them. */
const char *pyrseas_only_option(const struct kind *, const struct attribute *);
