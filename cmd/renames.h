/* What may be a rename, for those who decide: the line to add, for a document's section renames. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "diff/plan.h"

/* "column b of table s.t: a", a line of the section renames in YAML. Free it. */
char *rename_entry(const struct remark *);
/* yaml2db --rename: the section with all that may be a rename, nothing where there is none. False with an error where it cannot be written. */
bool renames_print(const struct plan *, FILE *, GError **);
/* --fail-on-lookalike: an error where something may be a rename, each of which is told. */
bool renames_none(const struct plan *, GError **);
