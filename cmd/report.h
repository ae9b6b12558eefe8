/* How two schemas differ, for people and for CI: a line an object. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

/*
 * Prints the differences (struct difference *, see diff/check.h), such as `table public.film: owner: wanted "alice", found
 * "bob"`. Those that are mere notes are told by terminal_note() instead. Returns whether there is any that is no note.
 */
bool report_differences(const GPtrArray *differences, FILE *);
