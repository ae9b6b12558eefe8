/* Constraints of tables: pg_constraint, with pg_index for those that an index enforces. */
#pragma once

#include "catalog/object.h"

struct check {
	struct object object;
	const char *expression;
	bool not_valid, no_inherit, not_enforced, inherited;
};

/* Primary keys and unique constraints. */
struct key_constraint {
	struct object object;
	const struct names *columns, *include, *options;
	const char *tablespace;
	const struct qualified *attached_to; /* the partitioned parent's index, quoted and qualified */
	const char *access_method;	     /* in documents of Pyrseas; always btree */
	const char *index_comment;	     /* the index's own comment */
	bool nulls_not_distinct, without_overlaps, deferrable, deferred;
	bool only; /* of a partitioned table, and not valid, for some partition lacks it */
};

struct exclusion {
	struct object object;
	const char *definition;		/* EXCLUDE USING ... */
	const struct names *statistics; /* statistics targets of expressions: "2=500" for the second key */
	const char *tablespace;
	const struct qualified *attached_to; /* like that of a key */
	const char *index_comment;
};

struct foreign_key {
	struct object object;
	const struct names *columns, *referenced_columns, *on_delete_columns;
	const char *referenced_schema, *referenced_table; /* bare names */
	const char *on_update, *on_delete, *match;
	bool deferrable, deferred, not_valid, not_enforced, period;
};

/* Whether the key of a partitioned table refers to that table itself. */
bool foreign_key_is_internal(const struct object *key);

struct snapshot;

/* The columns of the table's primary key; NULL: it has none. */
const struct names *primary_key_columns(const struct object *table);
/* The object as a foreign key; NULL: it is another one. The i-th of a snapshot, in canonical order; NULL behind the last. */
const struct foreign_key *foreign_key_of(const struct object *);
const struct foreign_key *foreign_key_at(const struct snapshot *, size_t i);
/* Whether a constraint or index with TRAIT_INDEX makes these columns unique, in any order, so that a foreign key can refer to them. */
bool foreign_key_can_use(const struct object *part, const struct names *columns);
/* The relation to which a foreign key refers; NULL: the snapshot does not have it. */
const struct object *foreign_key_referenced(const struct snapshot *, const struct foreign_key *);
