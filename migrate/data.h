/*
 * Reference data: the rows that tables should have, in YAML files that people edit. Rows are identified by natural keys, and
 * reference rows of other tables by theirs, so nobody has to choose ids. Differences become an ordinary change, with its exact
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

/* The keys of such a file, which describes one table. */
extern const struct setting data_settings[];

struct data;
