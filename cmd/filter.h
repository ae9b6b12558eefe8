/*
 * Which objects count: -n, -N, -t, -T with exact names, --include and --exclude with regular expressions (pcre2) that match the
 * whole of "schema.name", or the name alone where there is no schema. A schema that matches stands for all that is in it.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"

/* As given on the command line; NULL: nothing given. */
struct filter_options {
	GPtrArray *schemas, *without_schemas, *tables, *without_tables;   /* -n -N -t -T */
	GPtrArray *include, *exclude;
};

#define FILTER_OPTIONS(options)                                                                                               \
	{ "schema", 'n', "SCHEMA", "only this schema (repeatable)", .list = &(options).schemas },                              \
	{ "exclude-schema", 'N', "SCHEMA", "not this schema (repeatable)", .list = &(options).without_schemas },               \
	{ "table", 't', "TABLE", "only tables, views and sequences of this name (repeatable)", .list = &(options).tables },    \
	{ "exclude-table", 'T', "TABLE", "no table, view or sequence of this name (repeatable)", .list = &(options).without_tables }, \
	{ "include", 0, "REGEX", "only objects whose schema.name matches (repeatable)", .list = &(options).include },          \
	{ "exclude", 0, "REGEX", "no object whose schema.name matches (repeatable)", .list = &(options).exclude }

struct filter;

/* Compiles the patterns; NULL and an error where one is wrong. The options outlive the filter. */
struct filter *filter_new(const struct filter_options *, GError **);
void filter_free(struct filter *);

/* Whether the filter leaves out anything at all. */
bool filter_selects(const struct filter *);

/*
 * For comparing rather than printing: where objects are chosen (-n, -t, --include), those without a schema are left alone, and
 * with -t or --include a schema counts only if wanted, the snapshot that is compared with, has it: what was not asked for is
 * never dropped. wanted may be NULL, and otherwise outlives the filter.
 */
void filter_for_comparing(struct filter *, const struct snapshot *wanted);

/* For catalog_read() and snapshot_keep(); data is the filter. */
bool filter_accept(const struct object *, void *data);
/* What went wrong since the filter was made, such as a pattern that took too long; false when something did. */
bool filter_check(struct filter *, GError **);
