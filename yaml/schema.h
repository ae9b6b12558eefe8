/* The rules of the YAML for editors: a JSON Schema, draft 7, made from the rows of the kinds. */
#pragma once

#include <glib.h>

/* Appends it. What depends on more than one place, references for example, it does not tell. */
void yaml_schema(GString *out);
