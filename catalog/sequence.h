/* CREATE SEQUENCE: pg_sequence and pg_class. The sequence of an identity column is one too, with identity set. */
#pragma once

#include "catalog/object.h"

struct sequence {
	struct object object;
	const char *type, *start, *increment, *minimum, *maximum, *cache;
	const char *owner_table, *owner_column;   /* bare names; the table is of the same schema */
	bool cycle, unlogged;
	bool identity;                            /* made by GENERATED ... AS IDENTITY of its owner column */
	struct sequence *rival;                   /* another one owned by the same column; of the finish function */
};
