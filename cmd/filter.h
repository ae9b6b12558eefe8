/*
 * Which objects count: -n, -N, -t, -T with exact names, --include and --exclude with regular expressions (cmd/pattern.h) that match
 * the whole of "schema.name", or the name alone where there is no schema. A schema that matches stands for all that is in it.
 * --exclude reaches what a table or view has (columns, constraints, indexes, triggers, rules, policies), too, by
 * "schema.table.name".
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/selection.h"
#include "catalog/snapshot.h"

#define FILTER_OPTIONS(selection) \
	{ "schema", 'n', "SCHEMA", "only this schema (repeatable)", .list = &(selection).schemas }, \
		{ "exclude-schema", 'N', "SCHEMA", "not this schema (repeatable)", .list = &(selection).exclude_schemas }, \
		{ "table", 't', "TABLE", "only tables, views and sequences of this name (repeatable)", \
			.list = &(selection).tables }, \
		{ "exclude-table", 'T', "TABLE", "no table, view or sequence of this name (repeatable)", \
			.list = &(selection).exclude_tables }, \
		{ "include", 0, "REGEX", "only objects whose schema.name matches (repeatable)", .list = &(selection).include }, \
	{ \
		"exclude", 0, "REGEX", "nothing whose schema.name, or schema.table.name, matches (repeatable)", \
			.list = &(selection).exclude \
	}

struct filter;
struct ignore;

/* Compiles the patterns of what the command line selects, which outlives the filter; NULL and an error where one is wrong. */
struct filter *filter_new(const struct selection *, GError **);
void filter_free(struct filter *);

/* Also leaves out what a document's own selections do, which outlive the filter; name is the document's, for messages. */
bool filter_add(struct filter *, const GPtrArray *selections, const char *name, GError **);

/* Also leaves out what the entries of a file say, see cmd/ignore.h; it outlives the filter. */
void filter_set_ignore(struct filter *, struct ignore *);

/*
 * For comparing rather than printing: where objects are chosen (-n, -t, --include), those without a schema are left alone, and
 * with -t or --include a schema counts only if wanted, the snapshot that is compared with, has it: what was not asked for is
 * never dropped. wanted may be NULL, and otherwise outlives the filter.
 */
void filter_for_comparing(struct filter *, const struct snapshot *wanted);

/*
 * Where objects are chosen, those without a schema that the wanted side has are compared all the same: a document of Pyrseas lists
 * casts and extensions whatever is chosen.
 */
void filter_take_without_schema(struct filter *);

/* Whether it leaves out anything at all. */
bool filter_selects(const struct filter *);

/* For catalog_read() and snapshot_keep(); data is the filter. */
bool filter_accept(const struct object *, void *data);

/*
 * Once all is read: false with an error where a pattern took too long, or where a name or pattern of the command line matches
 * nothing that was read: as likely as not it is mistyped, and what it was to select would pass as the same.
 */
bool filter_check(struct filter *, GError **error);
