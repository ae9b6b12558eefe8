/* Resolves ambiguities of a document of Pyrseas, and removes objects that another object creates. */
#pragma once

#include "yaml/pyrseas.h"

/* Whether Pyrseas always writes the row with PostgreSQL's default value, as the object has it: we never do. */
bool pyrseas_tells(const struct attribute *, const struct object *);
/*
 * Call it when every file is read: whether the document is Pyrseas'. If the options do not say, it is where it has entries that we
 * never write (a default, the columns of a check, the comment of extension plpgsql), and neither of our keys "omitted" and
 * "partial".
 */
bool pyrseas_is_speaker(const struct loader *);
/* Resolves ambiguities of such a document. See pyrseas_meant.c, pyrseas_names.c. */
void pyrseas_understand(struct loader *);
