/*
 * --unqualified SCHEMA: one script for many schemas that are alike, such as one for each tenant. What it changes is the current
 * schema of the session that runs it, and a guard at its head fails where that is not one of these.
 */
#pragma once

#include "diff/plan.h"

/*
 * Prepares both sides, finished ones, for unqualified_plan(): nothing else should be asked of them afterwards, as their names are
 * no longer those of the server. An error tells that neither has the schema, or which text names it in such a way that it cannot be
 * left out.
 */
bool unqualified_prepare(struct snapshot *have, struct snapshot *want, const char *schema, GError **);

/*
 * As plan_new(), of sides that were prepared for the schema; NULL: it is plan_new(). The plan has a guard. It is an error that the
 * schema itself is made.
 */
struct plan *unqualified_plan(const struct snapshot *have, const struct snapshot *want, enum way, const char *schema, GError **);
