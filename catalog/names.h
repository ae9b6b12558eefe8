/* Lists of names, and of options that are name=value, as attributes have them: struct names in catalog/pool.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "catalog/pool.h"

/* Whether a list has the name, both of one pool. */
bool names_have(const struct names *, const char *name);
/* The length of the name in name=value; the whole where there is no value. */
size_t option_name_length(const char *option);
/* The option of a list that has the name of another option; NULL: none. */
const char *options_find(const struct names *, const char *option);
