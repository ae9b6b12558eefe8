/*
 * What a contract asserts about a schema's objects: that one exists or does not, and its attributes. Each claim is one SELECT of
 * one boolean, which a person can read and change, with a description. The server is expected to print texts under search_path
 * pg_catalog.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"

struct claim {
	char *text; /* "column a of table public.t has type integer" */
	char *sql;  /* without semicolon */
	/*
	 * the part of sql that holds even where the server prints a text differently from the document, see sql/settle.h; NULL:
	 * none
	 */
	char *weak;
	bool unsure; /* servers print a text of it in different ways: it is from a query */
};
/* Frees a struct claim *: the free function of an array. */
void claim_free(gpointer);

/* Each function appends struct claim * to an array. version is that of the server that will run the claims; 0: not known. */

/* Claims that the object and its parts exist with all of their attributes; or that it does not exist. */
void claim_present(GPtrArray *, const struct object *, int version);
void claim_absent(GPtrArray *, const struct object *);
/* Claims the attributes that differ, of an object that exists before and after: their values after, or before. */
void claim_state(GPtrArray *, const struct changes *, const struct change *, bool after, int version);
