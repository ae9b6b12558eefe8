/* Writes the rules of the YAML for editors: a JSON Schema, draft 7, made from the rows of the kinds. */
#pragma once

#include <glib.h>

/* Appends it. Rules about more than one place, such as references, are not in it. */
void yaml_schema(GString *out);
