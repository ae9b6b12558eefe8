/* The inside of the graph of catalog/depend.h: what the rooms that find its edges share. */
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

/* The object at hand, and which relations and names its texts mention. */
struct scan {
	struct depend *depend;
	const struct object *object;
	GPtrArray *relations;
	GHashTable *names;
	/*
	 * what the text at hand may refer to: REFERS_ROUTINE, REFERS_TYPE, REFERS_RELATION, REFERS_TEXT; REFERS_NOTHING: not known
	 */
	enum refers refers;
	const struct kind *only; /* the one kind of what it names; NULL: as refers tells */
};

/* from needs to; nothing when to is NULL, or one of them is the other's part. */
void depend_add(struct depend *, const struct object *from, const struct object *to);
