/* Checks the environments of a project. */
#pragma once

#include "migrate/lint_text.h"

/* Checks env/; declared has the variables of the changes, each with the name of the last change that declares it. */
void lint_environments(const struct project *, GHashTable *declared, GPtrArray *findings);
