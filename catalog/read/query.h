/* Builds the SELECT of a kind from its rows. */
#pragma once

#include <glib.h>

#include "catalog/kind.h"

/* The positions of columns in the result; -1 where the kind has none. */
struct query {
	GString *sql;
	int oid, parent, position, schema, name, signature, owner, privileges, index;
	int first_attribute;
	GPtrArray *attributes; /* const struct attribute *, one for each further column */
	guint first_scratch;   /* from here on these are scratch rows */
};

/* NULL when servers of that version do not have the kind, or no query reads it. */
struct query *query_new(const struct kind *, int version);
void query_free(struct query *);

/* Whether something that is since one version and until another is there. */
bool query_applies(int since, int until, int version);
