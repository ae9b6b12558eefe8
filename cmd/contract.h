/* Writes the contract of a change, pre and post, from the differences. */
#pragma once

#include <glib.h>

#include "cmd/place.h"
#include "diff/plan.h"

/*
 * Writes both scripts of SELECTs. pre holds before the change and again after its rollback, post after it. The places are those
 * that were read, or NULL. Texts that servers print in different ways, such as queries of views, are asserted only where the place
 * is a database that prints them so.
 */
void contract_write(GString *pre, GString *post, const struct snapshot *have, const struct snapshot *want, const struct plan *,
	struct place *have_place, struct place *want_place);
