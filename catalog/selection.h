/*
 * The objects to which a description is limited, by the options -n -N -t -T --include --exclude, also stored in a document that was
 * written with them: comparing with such a document must not drop other objects.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Lists of char *; NULL where that option was not given. Names are exact; include and exclude are regular expressions. */
struct selection {
	GPtrArray *schemas, *exclude_schemas, *tables, *exclude_tables, *include, *exclude;
};

/* The lists, by their keys in a document, sorted by these. Ends in a row without key. */
struct selection_row {
	const char *key;
	size_t offset;
};
extern const struct selection_row selection_rows[];

/* The list of that row. */
GPtrArray **selection_list(struct selection *, const struct selection_row *);
const GPtrArray *selection_items(const struct selection *, const struct selection_row *);

/* A deep copy; selection_free() it. */
struct selection *selection_copy(const struct selection *);
void selection_free(gpointer);

/* Whether it limits nothing. */
bool selection_is_empty(const struct selection *);
bool selection_equal(const struct selection *, const struct selection *);
