/* CREATE INDEX: pg_index and pg_class. Indexes of constraints are not among them. */
#pragma once

#include "catalog/object.h"

struct index {
	struct object object;
	const struct names *include, *options;
	const char *access_method, *predicate, *tablespace;
	const struct qualified *attached_to; /* the partitioned parent's index, quoted and qualified */
	bool unique, nulls_not_distinct, only;
};

/* Values read for the keys of an index. */
struct index_scratch {
	const char *keys;
	const struct names *expressions, *expression_types, *class_options;
};

/* Named by its column or its expression. */
struct index_key {
	struct object object;
	const char *type; /* "expression", or absent: a column */
	const char *collation, *opclass, *order, *nulls, *statistics;
	const struct names *opclass_options;
};

/*
 * The partitioned parent's index to which an index, or a constraint's, is attached, quoted and qualified; NULL: none, or an object
 * of another kind.
 */
const struct qualified *index_attached_to(const struct object *);
/* That index, or key, as an object of the snapshot; NULL: none that is described. */
const struct object *index_attached_above(const struct snapshot *, const struct object *);
/* Whether a foreign key may refer to the columns by that index: it is unique, has all rows, and these columns as its keys. */
bool index_is_key(const struct object *, const struct names *columns);
/* The index of a relation, or the constraint with one, of that name; NULL: none. */
const struct object *object_index(const struct object *relation, const char *name);
