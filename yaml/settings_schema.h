/* Writes a JSON Schema for a file of settings. */
#pragma once

#include "yaml/settings.h"

/* Appends the rules of such a file for editors: a JSON Schema, draft 7. */
void settings_schema(GString *out, const char *title, const struct setting *rows);
