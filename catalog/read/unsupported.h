/* What a database can have and no kind of ours models yet: found by one query, so that nothing is left out silently. */
#pragma once

#include <stdbool.h>

/* SELECT kind, name, classid, objid of each such object that users made. extensions: users have made some. Free it. */
char *unsupported_sql(int version, bool extensions);
