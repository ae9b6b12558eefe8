/*
 * Checks for obstacles before a script is written: objects that the server lacks, and objects that a filter excludes although they
 * depend on changed ones.
 */
#pragma once

#include "cmd/comparison.h"

/*
 * Names all obstacles on standard error. False with an error where there is one, or where the first place is a database that cannot
 * be read.
 */
bool needed_is_there(const struct comparison *, GError **);
