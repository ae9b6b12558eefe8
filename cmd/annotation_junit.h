/* Annotations as test results. */
#pragma once

#include "cmd/annotation.h"

/*
 * Writes XML in the format of Ant's JUnit task, which all CI servers read: each error is a failed test; warnings and notices are
 * the output of the test "schema", which passes when there is no error.
 */
bool annotations_write_junit(const GPtrArray *all, FILE *);
