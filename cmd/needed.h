/*
 * What stands in the way of a script before it is written: what the server lacks, and what a filter leaves out though it holds on
 * to what changes.
 */
#pragma once

#include "cmd/comparison.h"

/*
 * Names all of it on standard error. False with an error where there is any, or where the first place, if it is a database, cannot
 * be asked.
 */
bool needed_is_there(const struct comparison *, GError **);
