/* Queries of views that differ by the names of columns alone. */
#pragma once

#include <glib.h>

/* A column of a relation that gets another name. */
struct column_rename {
	const char *schema, *relation, *old, *new;
};

/*
 * Whether a view's query becomes another one when columns of the relations in its FROM are renamed, and columns of the view itself; both
 * are as the server prints them. The result is the names of those columns of the view, old and new in turn (char *); free it with
 * g_ptr_array_unref(). NULL: the queries differ by more, or it is ambiguous what a name means.
 */
GPtrArray *view_query_outputs(const char *query, const char *other, const struct column_rename *, size_t count);
