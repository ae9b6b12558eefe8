/* Publications and subscriptions: pg_publication, pg_publication_rel, pg_publication_namespace, pg_subscription. */
#pragma once

#include "catalog/object.h"

struct publication {
	struct object object;
	const struct names *publish;   /* operations; "none" for none of them; absent: all */
	const struct names *schemas;   /* whose tables are published, sorted */
	const char *generated_columns; /* "stored" */
	bool all_tables, via_partition_root;
};

/* A table of a publication, named as SQL names it: schema.table, quoted where needed. */
struct publication_table {
	struct object object;
	const struct names *columns; /* sorted; absent: all */
	const char *where;
};

struct snapshot;

/* The table that a publication's entry names; NULL: the object is of another kind, or the snapshot does not have the table. */
const struct object *publication_relation(const struct snapshot *, const struct object *);

struct subscription {
	struct object object;
	const char *connection;		  /* NULL: the reader was not allowed to see it */
	const struct names *publications; /* sorted */
	const char *slot_name;		  /* "none"; absent: the subscription's own name */
	const char *streaming, *synchronous_commit, *origin;
	const char *password_required; /* "false", or absent */
	bool binary, two_phase, disable_on_error, run_as_owner, failover;
};
