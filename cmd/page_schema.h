/* db2yaml --html: the documentation of a schema as a page. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "yaml/options.h"

/* Appends it: name is what the place is called. */
bool page_schema(const struct snapshot *, const char *name, const struct yaml_write_options *, GString *out, GError **);
