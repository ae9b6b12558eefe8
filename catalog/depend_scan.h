/*
 * The making of the graph of catalog/depend.h: what the rooms that find its edges share. depend_scan.c finds them in rows and
 * texts, depend_kind.c knows what no row tells.
 */
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

/* Edges to what the rows of the object's kind refer to. */
void depend_scan_rows(struct scan *);
/*
 * Edges to the qualified names in a text: schema.name, schema.name.column. A routine is named by its call, schema.name(...), so
 * that a table, or a type, of the same name is another thing. bare: the text's first name alone may be one of the object's own
 * schema.
 */
void depend_scan_text(struct scan *, const char *text, bool bare);
/* Edges to columns of the relations that the texts mention, by the names in them: more than are used, never fewer. */
void depend_scan_columns(struct scan *);
