/* Prints the differences of two schemas, for people and for CI, one line for each object. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "diff/check.h"

/*
 * Prints the differences (struct difference *, see diff/check.h), such as `table public.film: owner: wanted "alice", found "bob"`.
 * Differences that are only notes go to terminal_note(). Returns whether there is one that is not a note.
 */
bool report_differences(const GPtrArray *differences, FILE *);

/* The differences of the object that begin at first, without its name: those that are notes, or the others; NULL: none. Free it. */
char *report_object(const GPtrArray *differences, guint first, bool notes);
/* The index where the next object's differences begin. */
guint report_next(const GPtrArray *differences, guint first);

/* "3 to add, 2 to change, 1 to drop", without zero counts; "nothing differs". Free it. */
char *report_counts(const struct counts *);
