/* db2yaml --normalize: hand-written SQL of a document as a server prints it. */
#pragma once

#include "cmd/place.h"
#include "cmd/prove.h"

/*
 * Writes the document of the place, a file, to output ("-": standard output), with the texts that come back when the snapshot, which
 * was read from it, is built on the scratch server; comments, order and all else stay. False with an error.
 */
bool normal_write(struct place *, const struct snapshot *, const char *output, const struct prove_options *,
	const struct place_options *, GError **);
