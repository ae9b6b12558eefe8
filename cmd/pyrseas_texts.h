/* Replaces texts that Pyrseas writes in a different form from ours: queries of views, sources of routines. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/place.h"

/*
 * document: in the format of Pyrseas, other: the snapshot to compare it with, read from place; both are finished. Where two texts
 * differ only in form, the document gets the other's. A server is asked once for the form that Pyrseas reads, only for views whose
 * texts differ. False with an error where that fails.
 */
bool pyrseas_texts_settle(struct snapshot *document, const struct snapshot *other, struct place *place, GError **);
