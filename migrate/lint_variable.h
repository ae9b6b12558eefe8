/* Finds the variables that a file uses. */
#pragma once

#include "migrate/lint_text.h"

/* Adds the names of variables that the statements use to a set that owns them: references, and current_setting('patch.NAME'). */
void lint_note_variables(const GPtrArray *statements, GHashTable *used);
