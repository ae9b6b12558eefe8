/*
 * Data that the reader keeps until the snapshot is read: for kinds that read vectors of oids, operator classes (pg_opclass) and
 * collations (pg_collation); for kinds whose query also reads parts, the rows of these.
 */
#pragma once

#include <stdbool.h>

struct lookup;
struct object;

/* Oids that never change: src/include/catalog/pg_type.dat; and the first that users' objects get. */
enum {
	LOOKUP_TEXT = 25,
	LOOKUP_CIDR = 650,
	LOOKUP_INET = 869,
	LOOKUP_VARCHAR = 1043,
	LOOKUP_FIRST_USER_OID = 16384,
};

struct lookup_class {
	const char *name; /* quoted, qualified unless of pg_catalog */
	unsigned type;
	bool is_default, is_polymorphic;
};

struct lookup *lookup_new(void);
void lookup_free(struct lookup *);

/* SELECTs whose rows the two functions below them take: all classes; the collations that indexes use. */
extern const char lookup_classes_sql[], lookup_collations_sql[];
void lookup_add_class(struct lookup *, unsigned oid, const char *name, unsigned type, bool is_default, bool is_polymorphic);
void lookup_add_collation(struct lookup *, unsigned oid, const char *name);

/* NULL when there is none of that oid. */
const struct lookup_class *lookup_class(const struct lookup *, unsigned oid);
const char *lookup_collation(const struct lookup *, unsigned oid);

/* A struct, zeroed, for the scratch rows of the object's kind to fill: one for each object. */
void *lookup_scratch_new(struct lookup *, const struct object *);
/* The scratch rows of an object; NULL: none were read. */
const void *lookup_scratch_of(const struct lookup *, const struct object *);
