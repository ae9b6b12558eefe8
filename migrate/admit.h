/* Decides whether a database accepts a release, when its state is known. */
#pragma once

#include "migrate/route.h"

/*
 * Where the environment has a policy, or the database ever took a release, only a release is accepted: one that has not expired, is
 * not older than the last serial, and covers the numbers of the route. False with MIGRATE_POLICY; true where neither condition
 * holds.
 */
bool admit(struct run *, const struct route *, GError **);
/* Records the release in the database. The run holds the lock. */
bool admit_record(struct run *, GError **);
/*
 * For a command that continues, or retries, an accepted release: opens and checks the release that the database took last, except
 * its expiry.
 */
bool admit_again(struct run *, GError **);
