/* Writes a plan and its way back as a migration of Django. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/script.h"
#include "diff/plan.h"

struct migration {
	const struct plan *up, *down;
	const struct script_options *there, *back; /* the options for the head of each */
	const GPtrArray *dependencies;		   /* char *, alternately the label of an app and the name of a migration */
};

/*
 * Appends the Python source of one migration: one RunSQL, whose sql and reverse_sql are lists of statements, which Django sends
 * unchanged, including percent signs. Both run in the migration's transaction and leave no setting behind. False with an error
 * where a statement is not UTF-8, or has to be committed before the next one.
 */
bool migration_write(GString *out, const struct migration *, GError **);

/* Other parts of such sources: a statement in the list of an argument; dependencies, as above, as an attribute of the class. */
void migration_statement(GString *, const char *sql);
void migration_dependencies(GString *, const GPtrArray *dependencies);
