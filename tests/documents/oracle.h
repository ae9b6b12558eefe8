/* What merging must give, found in another way: by the paths of all values. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Base, ours, theirs and merged: appends a line for each value that is not that of the side that has changed it. */
void oracle_check(const char *const texts[], GString *report);
/* Base, ours, theirs: whether both sides have changed one thing in different ways. */
bool oracle_has_conflict(const char *const texts[]);
