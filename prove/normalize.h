/* Expressions, queries and other texts of SQL as a server prints them, instead of as somebody wrote them. */
#pragma once

#include "prove/proof.h"

/*
 * A copy of a document's snapshot with texts that are what comes back when its schema is built on the scratch server; all else is
 * as it was. statements: as in struct proof_input. Free it. NULL with an error: it cannot be built there.
 */
struct snapshot *normalize(struct scratch *, const struct snapshot *document,
	GPtrArray *(*statements)(const struct plan *, bool together, void *data), void *data, GError **);
