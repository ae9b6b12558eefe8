/*
 * NOT NULL as a constraint, which it is since 18 (of a domain since 17): pg_constraint of contype n. What it is called by default
 * is not said.
 */
#pragma once

#include <stdbool.h>

struct column;
struct object;
struct snapshot;

struct not_null {
	const char *name; /* NULL: the default, see not_null_name() */
	const char *comment;
	bool no_inherit, not_valid;
	bool local;	/* a column that is the parent's has a constraint of its own, besides the parent's */
	bool inherited; /* a column of the table's own has but the parent's constraint; while reading: no constraint of its own */
};

/* What a constraint on NAME, or on COLUMN of it, is called when nobody names it; to be freed. COLUMN may be NULL. */
char *not_null_default_name(const char *name, const char *column);
/*
 * What a column's constraint is called: the text of it, its parent's where it has none but that, as partitions have, or the
 * default; to be freed.
 */
char *not_null_name(const struct snapshot *, const struct object *column);
/*
 * The not null column of a parent of the table that gives its constraint to this one, a valid one rather than one that is not;
 * NULL: none does.
 */
const struct object *not_null_parent(const struct snapshot *, const struct object *column);
/* Leaves out, in all columns that were read, what the default says. */
void not_null_complete(struct snapshot *);
