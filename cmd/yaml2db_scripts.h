/* The scripts of yaml2db, as its options have them. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/comparison.h"
#include "cmd/datacopy.h"
#include "cmd/script.h"

/* The place that is to change: with --revert the second one. */
struct place *yaml2db_changed_place(const struct comparison *);
/* What the head of a script tells of it; that of the way back is run in the same database. */
struct script_options yaml2db_script(const struct comparison *, bool back);

/* The checks with which scripts begin; "": none. */
struct guards {
	char *there, *back;
};
/* usual: where neither --guard nor --no-guard is given, a script for a database has one. */
bool guards_make(struct guards *, const struct comparison *, bool usual, GError **);
void guards_clear(struct guards *);

bool yaml2db_write_migrations(const struct comparison *, const struct datacopy *, GError **);
bool yaml2db_write_scripts(const struct comparison *, const struct guards *, GError **);
