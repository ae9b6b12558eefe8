/* What other rooms ask of indexes. */
#pragma once

#include "diff/change.h"

/* Whether an index, or that of an exclusion constraint, that is kept is rebuilt by the server, as a column of it gets another type: its statistics targets are lost then. */
bool index_is_rebuilt(const struct changes *, const struct change *index);
