/* The command line of yaml2db. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/django.h"
#include "cmd/filter.h"
#include "cmd/forget.h"
#include "cmd/options.h"
#include "cmd/place.h"
#include "cmd/prove.h"
#include "cmd/start.h"

/* The options, after the command line is read. */
extern struct yaml2db_options {
	struct start_options start;
	struct place_options place;
	struct selection selection;
	const char *environment, *jobs, *output, *up, *down, *repository, *config, *ignore, *search_path, *format, *plan,
		*lock_timeout;
	struct django_options django;
	struct prove_options prove;
	struct forget_options forget;
	GPtrArray *role_map, *schema_map;
	unsigned verbose;
	bool multiple_files, online, backfill, single_transaction, update, revert, check, check_rows, guard, no_guard,
		allow_data_loss, keep, explain, rename, fail_on_lookalike;
} options;

extern struct program yaml2db_program;

/* What is wrong with the options for that number of places; NULL: nothing. as_pyrseas: called as yamltodb. */
const char *yaml2db_usage_problem(guint places, bool as_pyrseas);
/* Whether several places, or an environment, are checked; never for yamltodb. */
bool yaml2db_checks_many(guint places);
/* Whether a migration of Django is written instead of scripts; whether scripts are written to files. */
bool yaml2db_writes_migration(void);
bool yaml2db_writes_scripts(void);
