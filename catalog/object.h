/*
 * What every object has, whatever its kind. The struct of a kind begins with it. Texts are of the snapshot's pool: equal text,
 * equal pointer.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "catalog/kind.h"
#include "catalog/privilege.h"

/* The parts of one kind: columns by position, named parts by name. */
struct parts {
	size_t count;
	const struct object *const *items;
};
/* The same for who makes the object, and may change what it is made of. */
struct own_parts {
	size_t count;
	struct object *const *items;
};

struct object {
	const struct kind *kind;
	struct object *parent; /* of a part, else NULL */
	const char *schema;    /* its own; a part's is that of the outermost parent; NULL where the kind has none */
	const char *name;      /* bare, never quoted */
	const char *signature; /* as in the key: arguments of a routine, access method of an operator class; else NULL */
	const char *identity;  /* what makes it the same object in another snapshot; the name where that is all */
	const char *owner;     /* NULL: not told */
	const char *comment;
	const struct names *labels;	     /* security labels: provider=label, sorted */
	const struct privileges *privileges; /* NULL: as the kind's default */
	const struct names *extensions;	     /* with which it is to be dropped: DEPENDS ON EXTENSION; sorted */
	const char *oldname;		     /* a hint of the YAML only */
	const struct names *depends_on;	     /* edges that a person wrote: keys such as "table s.t" */
	struct parts *parts;		     /* one for each of kind->parts */
	unsigned position;		     /* of an ordered part: 1 and up, gaps possible */
	unsigned number;		     /* index in snapshot_all() */
	const char *file;		     /* where the YAML has it; NULL when read from a server */
	unsigned line;			     /* 0 when read from a server */
	unsigned short column;
	bool is_listed; /* oldname is that of the document's list: where no database has that name any more it says nothing */
	bool is_new;	/* the document says that it is no rename */
};

/* The parts of that kind; an empty list where the object's kind has no such parts. */
struct parts object_parts(const struct object *, const struct kind *part);
/* The part of that name, or NULL. */
const struct object *object_part(const struct object *, const struct kind *part, const char *name);
/* The same for who makes the object. */
struct own_parts object_own_parts(struct object *, const struct kind *part);
struct object *object_own_part(struct object *, const struct kind *part, const char *name);
/*
 * What an object's privileges are measured by: its kind, but for default privileges the kinds of objects that they are for. NULL:
 * it can have none.
 */
const struct kind *object_rights(const struct object *);
/* The owner of the object, or of what it is part of: who grants where no grantor is told. NULL: not told. */
const char *object_owner(const struct object *);
/* The object that it is part of in the end; itself where it is no part. */
const struct object *object_outermost(const struct object *);
/* "schema.yaml:12:5: " for what was loaded from YAML, else "": for the begin of messages. Free it. */
char *object_place(const struct object *);
/* "table public.film", "column id of table public.film": for messages. Free it. */
char *object_describe(const struct object *);
/* The schema of what a name in a row of the object means: its own where the name is bare. */
const char *object_schema_of(const struct object *, const struct qualified *);
/* The object's YAML key, "function f(a integer)"; a part's is its name. Free it. */
char *object_key(const struct object *);
/* Order of output: kind's place in kinds.h, schema, parent, position or name, signature. For qsort of pointers. */
int object_compare(const void *, const void *);
