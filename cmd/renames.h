/* Lists possible renames, with the line to add to a document's section renames, for the user to decide. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "diff/plan.h"

/* "column b of table s.t: a", a line of the section renames in YAML. Free it. */
char *rename_entry(const struct remark *);
/*
 * yaml2db --rename: prints the section with all possible renames, nothing where there are none. False with an error where it cannot
 * be written.
 */
bool renames_print(const struct plan *, FILE *, GError **);
/* --fail-on-lookalike: reports each possible rename; false with an error where there are any. */
bool renames_none(const struct plan *, GError **);
