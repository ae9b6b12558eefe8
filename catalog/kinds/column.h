/* Columns of tables and views: pg_attribute and pg_attrdef. */
#pragma once

#include "catalog/kinds/not_null.h"
#include "catalog/object.h"

struct column {
	struct object object;
	const char *type;
	const char *default_, *generated;     /* expressions; at most one of them */
	const char *identity;		      /* "always", "by default" */
	const struct names *identity_options; /* of the YAML's map only: moved to the sequence */
	const char *collation;		      /* where it is not the type's */
	const char *storage, *compression, *statistics;
	const struct names *options;
	const struct names *fdw_options; /* of a foreign table's column: its wrapper's */
	const char *using; /* hint of the YAML: how to convert when the type changes, what rows get when it is added */
	bool not_null, virtual, inherited;
	bool serial; /* the default is the next value of the sequence that "serial" makes: see catalog/kinds/sequence.h */
	struct not_null not_null_constraint;
	const char *raw_type, *raw_collation; /* oids, while reading: for the keys of indexes */
};

/* The columns of a relation; none of another object. And the one of that name, or NULL. */
struct parts object_columns(const struct object *relation);
struct object *object_column(const struct object *relation, const char *name);
