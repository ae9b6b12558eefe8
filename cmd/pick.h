/* Copies single objects from one snapshot to another. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"

/*
 * A new snapshot, snapshot_free() it: the document, with these objects (names: const char *) as the database has them; those that
 * the database lacks are dropped. Names are those of messages ("table public.film", "function public.f(integer)"), or without the
 * kind, or without the arguments. Sequences that belong to a table go with it. needed: objects that they depend on and the document
 * lacks are copied, too; otherwise these are an error. Names that match nothing, and remaining objects that depend on a dropped
 * one, are errors. NULL with an error. Both snapshots are finished and share a pool.
 */
struct snapshot *pick(
	const struct snapshot *document, const struct snapshot *database, const GPtrArray *names, bool needed, GError **error);
