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
