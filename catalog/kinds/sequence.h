/*
 * CREATE SEQUENCE: pg_sequence and pg_class. The sequence of an identity column is one too, with identity set. Where a document has
 * a column with "serial: true", the column's default and its sequence are made of that, as CREATE TABLE makes them of the types
 * serial, bigserial and smallserial; so are they written.
 */
#pragma once

#include "catalog/object.h"

struct sequence {
	struct object object;
	const char *type, *start, *increment, *minimum, *maximum, *cache;
	const char *owner_table, *owner_column; /* bare names; the table is of the same schema */
	bool cycle, unlogged;
	bool identity; /* made by GENERATED ... AS IDENTITY of its owner column */
};

struct snapshot;

/* The column that a sequence is owned by; NULL: by none that is there. */
const struct object *sequence_column(const struct snapshot *, const struct object *sequence);
