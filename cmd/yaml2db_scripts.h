/* Writes the scripts of yaml2db. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/comparison.h"
#include "cmd/datacopy.h"
#include "cmd/script.h"

/* The place that will change: with --revert the second one. */
struct place *yaml2db_changed_place(const struct comparison *);
/* The options of a script; that of the way back runs in the same database. */
struct script_options yaml2db_script(const struct comparison *, bool back);

/* The guards of both scripts; "": none. */
struct guards {
	char *there, *back;
};
/*
 * usual: a script for a database has a guard where neither --guard nor --no-guard is given. False with an error. guards_clear() it.
 */
bool guards_make(struct guards *, const struct comparison *, bool usual, GError **);
void guards_clear(struct guards *);

bool yaml2db_write_migrations(const struct comparison *, const struct datacopy *, GError **);
bool yaml2db_write_scripts(const struct comparison *, const struct guards *, GError **);
