/*
 * Reference data: the rows that tables are to have, in YAML files that people keep. A row is known by its natural key, and
 * refers to rows of other tables by theirs, so nobody picks ids. What differs becomes an ordinary change, with its exact
 * inverse.
 *
 *	schema: app
 *	table: city
 *	key: [country_id, name]
 *	mode: full
 *	delete: allow
 *	rows:
 *	- {country_id: {code: CH}, name: Bern, people: 134000}
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "migrate/draft.h"
#include "yaml/settings.h"

/* The keys of such a file, which is of one table. */
extern const struct setting data_settings[];

struct data;

/* Reads the files (char *). MIGRATE_FILES with file:line:column for what is wrong in one, or a table that two tell. */
struct data *data_read(const GPtrArray *paths, GError **);
void data_free(struct data *);

/*
 * Compares with a database, in a transaction of its own that is rolled back; nothing is changed there. name is what messages
 * call it. MIGRATE_FILES with file:line:column for rows and columns that the database does not take; MIGRATE_CONNECTION where
 * row security hides rows or the connection is lost.
 */
bool data_compare(struct data *, PGconn *, const char *name, GError **);

/* How many rows differ. */
guint data_differences(const struct data *);
/* Appends a line for each. */
void data_report(const struct data *, GString *out);

/*
 * Fills the draft of the change that makes the rows as the files have them; expect stays empty. MIGRATE_REFUSED where rows are
 * not in the files and `delete` forbids to delete them, or where others refer to them; where no order of statements leads there.
 */
bool data_draft(struct data *, struct draft *, GError **);
