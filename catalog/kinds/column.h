/* Columns of tables and views: pg_attribute and pg_attrdef. */
#pragma once

#include "catalog/kinds/column_list.h"
#include "catalog/object.h"

/*
 * NOT NULL as a constraint, which it is since 18 (of a domain since 17): pg_constraint of contype n. Default names are not
 * described.
 */
struct not_null {
	const char *name; /* NULL: the default, see not_null_name() */
	const char *comment;
	bool no_inherit, not_valid;
	bool local;	/* an inherited column has its own constraint in addition to the parent's */
	bool inherited; /* a local column has only the parent's constraint; while reading: no constraint of its own */
};

/*
 * The options of column a, without the counter that minor releases of 2026 keep among them, which is another one in each database.
 */
#define COLUMN_OPTIONS "(SELECT array_agg(o) FROM unnest(a.attoptions) AS o WHERE o !~ '^pg_attver=')"

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
	const char *using; /* hint in the YAML: the conversion when the type changes, the value of existing rows when added */
	bool not_null, virtual, inherited;
	bool serial; /* the default is the next value of the sequence that "serial" makes: see catalog/kinds/sequence.h */
	struct not_null not_null_constraint;
};

/* Values read for the keys of indexes: oids. */
struct column_scratch {
	const char *type, *collation;
};

struct snapshot;

/* The default name of a constraint on NAME, or on COLUMN of it; free it. COLUMN may be NULL. */
char *not_null_default_name(const char *name, const char *column);
/* The name of a column's constraint: its own, its parent's where it has only that, as partitions do, or the default; free it. */
char *not_null_name(const struct snapshot *, const struct object *column);
/*
 * The not null column of a parent of the table that gives its constraint to this one, a valid one rather than one that is not;
 * NULL: none does.
 */
const struct object *not_null_parent(const struct snapshot *, const struct object *column);
/* Removes default names in all columns that were read. */
void not_null_complete(struct snapshot *);
