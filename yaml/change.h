/* Compares two versions of a document by objects and attributes; different notations of the same value are equal. */
#pragma once

#include <glib.h>

#include "yaml/piece.h"

struct document_change {
	char *object; /* "schema public: table film": the path of the innermost named object in a schema, or at the top */
	char *path;   /* from there on: "columns: length: type"; "" for the object itself */
	const struct piece *old, *new; /* NULL: added, removed */
	const char *note;	       /* a difference other than values: order, name; NULL: none */
};

/*
 * The differences, struct document_change *, in the order of the document, grouped by object; they live as long as the pieces. Free
 * with g_ptr_array_unref().
 */
GPtrArray *change_list(const struct pieces *old, const struct pieces *new);
