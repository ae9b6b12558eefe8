/* Expressions, queries and other texts of SQL as a server prints them, instead of as somebody wrote them. */
#pragma once

#include "prove/proof.h"

/*
 * A copy of a document's snapshot with the texts that the scratch server prints after its schema was created there; the rest is
 * unchanged. statements: as in struct proof_input. Free it. NULL with an error: it cannot be created there.
 */
struct snapshot *normalize(struct scratch *, const struct snapshot *document,
	GPtrArray *(*statements)(const struct plan *, bool together, void *data), void *data, GError **);
