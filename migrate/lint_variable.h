/* Which variables a file uses. */
#pragma once

#include "migrate/lint_text.h"

/*
 * Adds the names of the variables that statements use to a set that owns them: in their own form, and as
 * current_setting('patch.NAME').
 */
void lint_note_variables(const GPtrArray *statements, GHashTable *used);
