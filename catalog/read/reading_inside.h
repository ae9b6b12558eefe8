/* Shared by reading.c, which turns rows into objects, and reading_facts.c, which adds facts about them. */
#pragma once

#include "catalog/read/reading.h"

/* A row of pg_depend. */
struct edge {
	unsigned class, oid, position, needed_class, needed_oid, needed_position;
	char type;
};

/* The key of an object in reading->objects, allocated: the oid of its catalog, and its own. */
gint64 *reading_address(unsigned class, unsigned oid);
/* A column of the row as text; NULL: it is null, or missing. */
const char *reading_field(const struct row *, int column);
/* The number there, an oid for example. */
unsigned reading_number(const struct row *, int column);
/* The oid of a catalog; 0: the server has none of that name. */
unsigned reading_class(const struct reading *, const char *catalog);
struct object *reading_find(const struct reading *, unsigned class, unsigned oid);
/* The column of a relation, or the attribute of a composite type. */
struct object *reading_column(struct object *relation, unsigned position);
