/* Shared by the files that find the edges of the dependency graph, see catalog/depend.h. */
#pragma once

#include "catalog/depend.h"

struct depend {
	const struct snapshot *snapshot;
	struct pool *pool;
	GHashTable *schemas; /* names of schemas */
	bool plugged_in;     /* there are languages or access methods */
	GHashTable *by_name; /* struct name_key -> GPtrArray of top-level objects and indexes */
	GArray **needs, **needed_by;
};

struct name_key {
	const char *schema, *name;
};

/* The object being scanned, and the relations and names that its texts mention. */
struct scan {
	struct depend *depend;
	const struct object *object;
	GPtrArray *relations;
	GHashTable *names;
	/* what the current text may refer to: REFERS_ROUTINE, REFERS_TYPE, REFERS_RELATION, REFERS_TEXT; REFERS_NOTHING: unknown */
	enum refers refers;
	const struct kind *only; /* the only kind of object that it names; NULL: any that refers allows */
};

/* from needs to; nothing when to is NULL, or one of them is the other's part. */
void depend_add(struct depend *, const struct object *from, const struct object *to);
