/* Counts a database's rows, with a digest of each column's values; and checks that a later state still has them. */
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
 * Appends a text (char *) to problems for each table and column of before with fewer or different rows or values in after, unless a
 * loss (char *) names it; to gone for each that no longer exists. Tables match by oid or name, columns by number or, in another
 * table, by name. beside: an online plan may have created a column of another type next to it, which now has its name. Values of
 * another type are only counted.
 */
void kept_compare(const struct kept *before, const struct kept *after, const GPtrArray *losses, bool beside, GPtrArray *problems,
	GPtrArray *gone);

/* How many tables have rows. */
unsigned kept_tables(const struct kept *);
