/* What rows a database has: how many, and a digest of each column's values; and whether a later state of it has them still. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

struct kept;

/*
 * Counts the rows of all tables that are not the server's, those of partitions at the tables whose partitions they are. NULL with
 * an error.
 */
struct kept *kept_read(PGconn *, GError **);
void kept_free(struct kept *);

/*
 * Appends to problems a text (char *) for each table and column of before whose rows or values are fewer, or others, after, unless
 * one of the losses (char *) names it; to gone for each that is not there any more. A table is the same by its oid or its name, a
 * column by its number or, in another table, its name. beside: an online plan may have made a column of another type beside it, which
 * has its name now. Values of another type are counted only.
 */
void kept_compare(const struct kept *before, const struct kept *after, const GPtrArray *losses, bool beside, GPtrArray *problems,
	GPtrArray *gone);

/* How many tables have rows. */
unsigned kept_tables(const struct kept *);
