/*
 * --unqualified SCHEMA: one script for many equal schemas, such as one for each tenant. It changes the current schema of the
 * session that runs it, and a guard at its head fails where that is not one of these schemas.
 */
#pragma once

#include "diff/plan.h"

/*
 * Prepares both sides, which are finished, for unqualified_plan(). Do not use them for anything else afterwards, since their names
 * are no longer those of the server. False with an error where neither has the schema, or a text names it in a way that cannot be
 * left out.
 */
bool unqualified_prepare(struct snapshot *have, struct snapshot *want, const char *schema, GError **);

/*
 * Like plan_new(), for sides prepared for the schema; NULL: same as plan_new(). The plan has a guard. NULL with an error; creating
 * the schema itself is an error.
 */
struct plan *unqualified_plan(const struct snapshot *have, const struct snapshot *want, enum way, const char *schema, GError **);
