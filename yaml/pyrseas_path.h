/* Where the names without a schema in a document of Pyrseas are looked for. */
#pragma once

#include "yaml/pyrseas_names.h"

bool resolver_in_path(const struct resolver *, const char *schema);
/* Fills the path, and tells of the extension in it. */
void resolver_find_path(struct resolver *);
