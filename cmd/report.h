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

/* "3 to add, 2 to change, 1 to drop", without what there is none of; "nothing differs". Free it. */
char *report_counts(const struct counts *);
