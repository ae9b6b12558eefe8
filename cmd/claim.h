/*
 * What a contract asserts of a schema's objects: that one is there or is not, and what it is like. Each claim is one SELECT with
 * one boolean, that a person can read and change, and what it says in words. The texts that the server prints are those of
 * search_path pg_catalog, as of an empty one.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"

struct claim {
	char *text; /* "column a of table public.t has type integer" */
	char *sql;  /* without semicolon */
	/*
	 * what holds too where the server prints a text otherwise than the description has it, see sql/settle.h; NULL: nothing does
	 */
	char *weak;
	bool unsure; /* one server prints that text otherwise than another: of queries */
};
/* Of a struct claim *, as the free function of an array. */
void claim_free(gpointer);

/* Each appends to an array of struct claim *. version is that of the server that will be asked; 0: not known. */

/* The object is there with all that it tells, and so are its parts; or it is not there. */
void claim_present(GPtrArray *, const struct object *, int version);
void claim_absent(GPtrArray *, const struct object *);
/* Of an object that is there before and after: what differs is as it is after, or as it is before. */
void claim_state(GPtrArray *, const struct changes *, const struct change *, bool after, int version);
