/*
 * What Pyrseas' documents say in another way than ours: brought to our way while loading, so that the rest of yaml/ knows one
 * format. What is no longer needed (`level: statement`, `with_data: true`, the columns of a check) is taken and forgotten.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/loader.h"

/* Rewrites the map of an object that is about to be filled from it; its schema and parent are known. Of any document: what it
 * rewrites is no mistake in ours. */
bool pyrseas_adapt(struct loader *, const struct object *, struct node *map, GError **);

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
/* Its second part: names without a schema, where Pyrseas' own search path found what they name, get that schema. */
void pyrseas_qualify(struct loader *);
