/* The report of a rehearsal for people and for CI servers, made from its JSON. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/* One page of HTML that needs nothing else: no network, no script. */
void rehearsal_page(GString *out, const json_t *report);

/* JUnit's XML: a suite a change, a case each for the change, its assertions, the tests and the way back. */
void rehearsal_junit(GString *out, const json_t *report);

/* What is so now in a line or some: for the terminal. */
void rehearsal_text(GString *out, const json_t *report);
