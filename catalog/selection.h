/*
 * Which objects a description is limited to, as the options -n -N -t -T --include --exclude of the programs tell it, and as a
 * document that was written with them carries it: comparing with such a document must not drop what it left out.
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

/* The list that the row tells. */
GPtrArray **selection_list(struct selection *, const struct selection_row *);
const GPtrArray *selection_items(const struct selection *, const struct selection_row *);

/* A copy with texts of its own, to be freed with selection_free(). */
struct selection *selection_copy(const struct selection *);
void selection_free(gpointer);

/* Whether it limits nothing. */
bool selection_is_empty(const struct selection *);
bool selection_equal(const struct selection *, const struct selection *);
