/* What is wrong with the environments of a project. */
#pragma once

#include "migrate/lint_text.h"

/* What is wrong with env/; declared has the variables of the changes, and the name of the last change that declares each. */
void lint_environments(const struct project *, GHashTable *declared, GPtrArray *findings);
