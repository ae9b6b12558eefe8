/* Annotations as results of tests. */
#pragma once

#include "cmd/annotation.h"

/*
 * XML as JUnit's tasks for Ant write it, which all CI servers read: a failed test for each error; warnings and notices are what the
 * test "schema" printed, which passes where there is no error.
 */
bool annotations_write_junit(const GPtrArray *all, FILE *);
