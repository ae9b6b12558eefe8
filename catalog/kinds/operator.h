/* CREATE OPERATOR, OPERATOR CLASS and OPERATOR FAMILY: pg_operator, pg_opclass, pg_opfamily, pg_amop, pg_amproc. */
#pragma once

#include "catalog/object.h"

/* The signature is "left, right" with NONE for a missing side. */
struct operator
{
	struct object object;
	const char *procedure, *commutator, *negator, *restrict_, *join;
	bool hashes, merges;
};

/* The signature of classes and families is the access method. */
struct operator_class {
	struct object object;
	const char *type, *storage;
	const struct qualified *family; /* qualified; NULL: of the same name and schema */
	bool default_;
};

struct operator_family {
	struct object object;
};

/*
 * An operator or support function of a class or family. The name is its number, "1", when it is for the type of the class on both
 * sides, else the number and the types: "1 (integer, bigint)".
 */
struct operator_member {
	struct object object;
	const char *text; /* <(integer,bigint), perhaps with FOR ORDER BY family; or f(integer,bigint) */
};

struct snapshot;

/* The types of the two operands, NONE where one is missing. Free them. */
void operator_types(const struct object *, char **left, char **right);
/* The family of a class; NULL when it is not of the snapshot. */
const struct object *operator_class_family(const struct snapshot *, const struct object *);

struct scan;

/* Adds edges of an index on a column whose type has a default operator class, which the index does not name. */
void operator_class_add_defaults(struct scan *, const struct object *relation, const char *column);
