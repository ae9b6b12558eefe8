/* What a document of Pyrseas means where it can be taken in two ways, and what it lists that comes along with something else. */
#pragma once

#include "yaml/pyrseas.h"

/*
 * Whether Pyrseas always tells the row, whose value in the object is what PostgreSQL takes without: people hardly do, and we never.
 */
bool pyrseas_tells(const struct attribute *, const struct object *);
/*
 * Once every file is read: whether the document is one of Pyrseas. If the options do not tell, it is where it says what we never
 * write (a default, the columns of a check, the comment that extension plpgsql comes with), and has neither of our keys "omitted"
 * and "partial".
 */
bool pyrseas_is_speaker(const struct loader *);
/* Of such a document only: brings to what was meant what can be taken in two ways. See pyrseas_meant.c, pyrseas_names.c. */
void pyrseas_understand(struct loader *);
