/*
 * The operator's finding about a change that stopped on PRD counts when the customer has signed it: a statement,
 * release/V0001.yaml, that names the attempt, whose id no other database has.
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
 * The note for the registry; free it. Where the environment has a policy of stage PRD the statement must exist with as many
 * customers' signatures as the policy requires, and the note names the signers. NULL with MIGRATE_POLICY otherwise; a missing
 * statement is written, to be signed. MIGRATE_POLICY also where the database accepts only releases, and the environment has no
 * policy.
 */
char *resolution_note(struct run *, const struct finding *, GError **);

/* Whether the statement is about that project; MIGRATE_POLICY. */
bool resolution_is_of(const struct statement *, const struct project *, GError **);
