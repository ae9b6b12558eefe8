/*
 * CREATE SEQUENCE: pg_sequence and pg_class. The sequence of an identity column is one with identity set. Where a document has a
 * column with "serial: true", the column's default and its sequence are created from that, as CREATE TABLE does for serial,
 * bigserial and smallserial; they are written the same way.
 */
#pragma once

#include "catalog/object.h"

struct sequence {
	struct object object;
	const char *type, *start, *increment, *minimum, *maximum, *cache;
	const char *owner_table, *owner_column; /* bare names; the table is of the same schema */
	bool cycle, unlogged;
	bool identity; /* created by GENERATED ... AS IDENTITY of its owner column */
};

struct snapshot;

/* The column that a sequence is owned by; NULL: by none that is there. */
const struct object *sequence_column(const struct snapshot *, const struct object *sequence);
