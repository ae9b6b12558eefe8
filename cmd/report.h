/* How two schemas differ, for people and for CI: a line an object. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "diff/check.h"

/*
 * Prints the differences (struct difference *, see diff/check.h), such as `table public.film: owner: wanted "alice", found
 * "bob"`. Those that are mere notes are told by terminal_note() instead. Returns whether there is any that is no note.
 */
bool report_differences(const GPtrArray *differences, FILE *);

/* The same of the object whose differences begin there, without its name: those that are notes, or the others; NULL: none. Free it. */
char *report_object(const GPtrArray *differences, guint first, bool notes);
/* Where those of the next object begin. */
guint report_next(const GPtrArray *differences, guint first);

/* "3 to add, 2 to change, 1 to drop", without what there is none of; "nothing differs". Free it. */
char *report_counts(const struct counts *);
