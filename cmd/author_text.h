/* What changes that are written from a schema difference say of a plan. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/plan.h"

/* What the plan does, in words. */
void author_append_head(GString *out, const char *title, const struct plan *);
/* Its statements, for one transaction, with settings for it. */
void author_append_statements(GString *out, const struct plan *);
/* Whether it grants in the name of others: whoever granted is told with what they granted. NULL: no. */
bool author_sets_role(const struct plan *);
