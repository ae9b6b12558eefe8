/* Whether a database takes a release: the last step, once its state is known. */
#pragma once

#include "migrate/route.h"

/*
 * Where the environment has a policy, or the database has ever taken a release, only a release goes: one that has not expired, was
 * not overtaken by a later serial, and is about the numbers of the way. MIGRATE_POLICY; true where neither holds.
 */
bool admit(struct run *, const struct route *, GError **);
/* Under the lock: the database remembers that it has seen it. */
bool admit_record(struct run *, GError **);
/*
 * For what goes on with, or tries, what was admitted before: opens the release that the database has seen last, and checks it, but
 * for its end.
 */
bool admit_again(struct run *, GError **);
