/* Finds objects of a database that no kind describes, by one query, so that none is omitted silently. */
#pragma once

#include <stdbool.h>

/* SELECT kind, name, classid, objid of each such object created by users. extensions: users have created some. Free it. */
char *unsupported_sql(int version, bool extensions);
