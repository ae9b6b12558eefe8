/* Options of foreign data in DDL. */
#pragma once

#include <glib.h>

struct names;

/* Appends before, then OPTIONS (a 'x', b 'y'); nothing when there are none. */
void foreign_append_options(GString *out, const char *before, const struct names *options);
/* Appends before, then OPTIONS (ADD a 'x', SET b 'y', DROP c) for what differs; nothing when nothing does. */
void foreign_append_altered(GString *out, const char *before, const struct names *have, const struct names *want);
