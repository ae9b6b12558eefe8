/*
 * Selects objects: -n, -N, -t, -T by exact names, --include and --exclude by regular expressions (cmd/pattern.h) that match the
 * whole of "schema.name", or the name where there is no schema. A schema that matches selects all objects in it. --exclude also
 * matches columns, constraints, indexes, triggers, rules and policies by "schema.table.name".
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

/* Compiles the patterns of the command line's selection, which outlives the filter. NULL with an error where one is invalid. */
struct filter *filter_new(const struct selection *, GError **);
void filter_free(struct filter *);

/*
 * Adds a document's selections, which outlive the filter: an object must satisfy these, too. name is the document's, for messages.
 * False with an error.
 */
bool filter_add(struct filter *, const GPtrArray *selections, const char *name, GError **);

/* Adds the entries of an ignore file, see cmd/ignore.h, which outlives the filter: it excludes objects. */
void filter_set_ignore(struct filter *, struct ignore *);

/*
 * For comparing rather than printing: with -n, -t or --include, objects without a schema are not selected, and with -t or --include
 * a schema is selected only if wanted, the other snapshot, has it: an object that was not selected is never dropped. wanted may be
 * NULL, and otherwise outlives the filter.
 */
void filter_for_comparing(struct filter *, const struct snapshot *wanted);

/*
 * Objects without a schema that the wanted side has are selected even with -n, -t or --include: a document of Pyrseas always lists
 * casts and extensions.
 */
void filter_take_without_schema(struct filter *);

/* Whether it excludes any object. */
bool filter_selects(const struct filter *);

/* The callback of catalog_read() and snapshot_keep(); data is the filter. */
bool filter_accept(const struct object *, void *data);

/*
 * Called after reading: false with an error where a pattern took too long, or where a name or pattern of the command line matched
 * no object: it is probably mistyped.
 */
bool filter_check(struct filter *, GError **error);
