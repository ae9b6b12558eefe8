/*
 * What an operator has found of a change that stopped on PRD counts when the customer has signed it: a statement, release/V0001.yaml, that
 * names the attempt, which no other database has.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"
#include "migrate/statement.h"

struct finding {
	int number, step; /* 0: the whole change */
	bool done;
	const char *note;
};

/*
 * The note as the registry keeps it; free it. Where the environment has a policy of stage PRD the statement must be there, signed by as
 * many customers as that asks for, who are named in it: MIGRATE_POLICY otherwise, and one that is not there yet is written, to be signed.
 * MIGRATE_POLICY too where the database takes nothing but releases, and the environment has no policy.
 */
char *resolution_note(struct run *, const struct finding *, GError **);

/* Whether it is about that project; MIGRATE_POLICY. */
bool resolution_is_of(const struct statement *, const struct project *, GError **);
