/* Comments and statements of a plan for the files of changes. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/plan.h"

/* Appends a description of the plan. */
void author_append_head(GString *out, const char *title, const struct plan *);
/* Appends the plan's statements for one transaction, after its settings. */
void author_append_statements(GString *out, const struct plan *);
/* Whether the plan has SET ROLE, to grant in the name of the original grantor. NULL: no. */
bool author_sets_role(const struct plan *);
