/*
 * How two versions of a document differ, by objects and their attributes; what is written differently and says the same is no
 * difference.
 */
#pragma once

#include <glib.h>

#include "yaml/piece.h"

struct document_change {
	char *object; /* "schema public: table film": the path to the innermost thing with a name in a schema, or at the top */
	char *path;   /* from there on: "columns: length: type"; "" for the object itself */
	const struct piece *old, *new; /* NULL: it was not there, it is gone */
	const char *note;	       /* something else than other values: another order, another name; NULL: nothing */
};

/*
 * Of struct document_change *, in the order of the document, objects together; live as long as the pieces. Free with
 * g_ptr_array_unref().
 */
GPtrArray *change_list(const struct pieces *old, const struct pieces *new);
