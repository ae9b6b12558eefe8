/*
 * What statements of plans do to tables that others use: the lock that they take, and whether they go through all rows. The rows of
 * the table are measured on servers, see tests/prove/test_locks.c, which makes lock_rows.h of what it finds on each version, and
 * fails where a server does otherwise.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum lock_work {
	LOCK_REWRITES = 1, /* all rows are written anew, and all indexes built */
	LOCK_SCANS = 2,	   /* all rows are read */
	LOCK_BUILDS = 4,   /* an index is built */
};

/* What inherits from a table, on all levels. */
enum lock_children {
	LOCK_HEIRS = 1,
	LOCK_PARTITIONS = 2,
	LOCK_HEIRS_OF_ONLY = 4, /* even where the statement says ONLY */
	LOCK_PARTITIONS_OF_ONLY = 8,
	LOCK_CHILDREN_SHARE = 16, /* they are locked in mode SHARE */
};

/* A statement, or a subcommand of ALTER TABLE, that begins so. */
struct lock_row {
	const char *pattern; /* words of SQL; @ is a name, perhaps qualified, ... is anything */
	const char *lock,
		/* the strongest mode on the relation that it names first, and on any other; NULL: none that is in anyone's way */
		*other;
	unsigned work;	   /* enum lock_work: on rows that are there */
	unsigned children; /* enum lock_children: those that it locks, as it locks the relation unless it says otherwise */
	int since, until;  /* first major version where it is so, first where it is not; 0: no limit */
};

/* All rows; those that come first are meant where several match. Ends in a row without pattern. */
extern const struct lock_row lock_rows[];

/* A row, and the text that it is for: a statement, or a subcommand, "ADD COLUMN a integer". */
struct lock_match {
	const struct lock_row *row;
	char *sql;
	bool only; /* its table is named with ONLY */
};

/*
 * The rows of a statement, struct lock_match *: one, or one for each subcommand of ALTER TABLE that has one; none: it locks no
 * table. version as 150018; 0: the newest one. Free it with g_ptr_array_unref.
 */
GPtrArray *lock_matches_of(const char *sql, int version);

/* How strong a mode is, from 1 to 8; 0: NULL. */
unsigned lock_strength(const char *mode);
