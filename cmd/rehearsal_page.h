/* Writes the report of a rehearsal, which is JSON, for people and for CI servers. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/* Appends one page of HTML that loads nothing and has no script. */
void rehearsal_page(GString *out, const json_t *report);

/* Appends JUnit's XML: one suite for each change, with test cases for the change, its assertions, the tests and the way back. */
void rehearsal_junit(GString *out, const json_t *report);

/* Appends the result in a few lines: for the terminal. */
void rehearsal_text(GString *out, const json_t *report);
