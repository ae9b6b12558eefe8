/* Which batches of constraints wait for which, beyond the dependency graph: see diff/ddl/verbs.h. */
#pragma once

#include "diff/change.h"

void primary_key_add_edges(struct changes *, struct change *);
void foreign_key_add_edges(struct changes *, struct change *);
bool check_inherits_had(struct changes *, struct change *, struct change *upper, struct batch *undo);
bool check_inherits_has(struct change *, struct change *upper, struct batch *make);
