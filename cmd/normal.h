/* db2yaml --normalize: replaces handwritten SQL in a document by the server's form. */
#pragma once

#include "cmd/place.h"
#include "cmd/prove.h"

/*
 * Writes the document of the place, a file, to output ("-": standard output). Texts are replaced by those read back after creating
 * the snapshot, which was read from the document, on the scratch server; comments, order and the rest stay. False with an error.
 */
bool normal_write(struct place *, const struct snapshot *, const char *output, const struct prove_options *,
	const struct place_options *, GError **);
