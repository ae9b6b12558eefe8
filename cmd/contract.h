/* The contract of a change: pre and post, from what differs. */
#pragma once

#include <glib.h>

#include "cmd/place.h"
#include "diff/plan.h"

/*
 * Writes both scripts of SELECTs. pre holds before the change and again after its rollback, post after it. The places are where
 * they were read, or NULL: where these are databases, texts are as they print them; what servers print in several ways, the
 * queries of views, is asserted only then.
 */
void contract_write(GString *pre, GString *post, const struct snapshot *have, const struct snapshot *want, const struct plan *,
	struct place *have_place, struct place *want_place);
