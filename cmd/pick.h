/* Single objects of one schema taken into the description of another. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"

/*
 * A new snapshot, to be freed: the document, in which the objects with these names (const char *) are as the database has them;
 * what it has no more is gone. Names are those of messages ("table public.film", "function public.f(integer)"), or without the
 * kind, or without the arguments. Sequences that belong to a table go with it. needed: what they need and the document lacks is
 * taken as well; otherwise that is an error, as are names of nothing, and what would be left in need of what goes. Both are
 * finished, of one pool.
 */
struct snapshot *pick(
	const struct snapshot *document, const struct snapshot *database, const GPtrArray *names, bool needed, GError **error);
