/*
 * The members of every object of any kind. The struct of a kind begins with it. Texts are in the snapshot's pool: equal text, equal
 * pointer.
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
/* The same, not const: for code that creates the object. */
struct own_parts {
	size_t count;
	struct object *const *items;
};

struct object {
	const struct kind *kind;
	struct object *parent; /* of a part, else NULL */
	const char *schema;    /* its own; a part has its outermost parent's; NULL where the kind has none */
	const char *name;      /* bare, never quoted */
	const char *signature; /* as in the key: arguments of a routine, access method of an operator class; else NULL */
	const char *identity;  /* identifies the object across snapshots; often just the name */
	const char *owner;     /* NULL: unknown */
	const char *comment;
	const struct names *labels;	     /* security labels: provider=label, sorted */
	const struct privileges *privileges; /* NULL: as the kind's default */
	const struct names *extensions;	     /* it is dropped with these: DEPENDS ON EXTENSION; sorted */
	const char *oldname;		     /* a hint of the YAML only */
	const struct names *depends_on;	     /* dependencies in the document: keys such as "table s.t" */
	struct parts *parts;		     /* one for each of kind->parts */
	unsigned position;		     /* of an ordered part: 1 and up, gaps possible */
	unsigned number;		     /* index in snapshot_all() */
	const char *file;		     /* where the YAML has it; NULL when read from a server */
	unsigned line;			     /* 0 when read from a server */
	unsigned short column;
	bool is_listed; /* oldname is from the document's section `renames`: it is ignored if no object has that name any more */
	bool is_new;	/* the document says that it is not a rename */
};

/* The parts of that kind; empty where the object's kind has no such parts. */
struct parts object_parts(const struct object *, const struct kind *part);
/* The part of that name, or NULL. */
const struct object *object_part(const struct object *, const struct kind *part, const char *name);
/* The same, not const: for code that creates the object. */
struct own_parts object_own_parts(struct object *, const struct kind *part);
/* The kind that defines an object's privileges: its own; of default privileges the kind of their objects. NULL: it has none. */
const struct kind *object_rights(const struct object *);
/* The owner of the object, or of its outermost parent: the default grantor. NULL: unknown. */
const char *object_owner(const struct object *);
/* Whether two objects of one kind have equal values in all attributes that are compared. */
bool object_attributes_equal(const struct object *, const struct object *);
/* Its outermost parent; the object itself where it is not a part. */
const struct object *object_outermost(const struct object *);
/* "schema.yaml:12:5: " for an object loaded from YAML, else "": the beginning of messages. Free it. */
char *object_place(const struct object *);
/* "table public.film", "column id of table public.film": for messages. Free it. */
char *object_describe(const struct object *);
/* The schema of a name in a row of the object: the object's own if the name is unqualified. */
const char *object_schema_of(const struct object *, const struct qualified *);
/* The object's YAML key, "function f(a integer)"; a part's is its name. Free it. */
char *object_key(const struct object *);
/* Order of output: kind's place in kinds.h, schema, parent, position or name, signature. For qsort of pointers. */
int object_compare(const void *, const void *);
