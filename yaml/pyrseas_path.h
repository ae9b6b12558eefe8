/* Finds the search path of a document of Pyrseas. */
#pragma once

#include "yaml/pyrseas_names.h"

bool resolver_in_path(const struct resolver *, const char *schema);
/* Sets the path, and the extension's schema in it. */
void resolver_find_path(struct resolver *);
