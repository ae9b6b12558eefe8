/* Runs a plan in the database that it is for. */
#pragma once

#include "cmd/comparison.h"

/*
 * Runs the way there, in one transaction, then reads and compares once more: what was meant is not what counts. What still differs is listed on standard error,
 * and is an error; otherwise a note says that it is done. search_path: see cmd/script.h.
 */
bool update(struct comparison *, const char *search_path, const char *done, GError **);
