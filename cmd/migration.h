/* A plan and its way back as a migration of Django. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/script.h"
#include "diff/plan.h"

struct migration {
	const struct plan *up, *down;
	const struct script_options *there, *back; /* what the head tells of each */
	const GPtrArray *dependencies;		   /* char *, by turns the label of an app and the name of a migration */
};

/*
 * The Python source of one migration: one RunSQL, whose sql and reverse_sql are lists of statements, which Django sends as they
 * are, percent signs too. Both are run in the transaction of the migration, and leave no setting behind. An error tells what cannot
 * be said: a statement that is not UTF-8, or one that has to be committed before the next.
 */
bool migration_write(GString *out, const struct migration *, GError **);

/* What else is written in such sources: a statement within the list of an argument; dependencies, as above, as what the class has. */
void migration_statement(GString *, const char *sql);
void migration_dependencies(GString *, const GPtrArray *dependencies);
