/* Texts that Pyrseas writes in another form than we do, and that are the same: queries of views, sources of routines. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/place.h"

/*
 * document: in Pyrseas' words, other: what it is compared with, which place has; both are finished. Where their texts are the same
 * but for the form the document gets the other's. A server is asked for the form that Pyrseas reads, once, and only of views whose
 * texts differ. False and an error where it fails.
 */
bool pyrseas_texts_settle(struct snapshot *document, const struct snapshot *other, struct place *place, GError **);
