/*
 * A regular expression (pcre2) that matches the whole of an object's name. Patterns come from the command line or a document,
 * perhaps from somebody else: none may run for ever.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct pattern;

/* NULL and an error that begins with what, as "--include", where it is none. text outlives the pattern. */
struct pattern *pattern_new(const char *text, const char *what, GError **);
void pattern_free(gpointer);
const char *pattern_text(const struct pattern *);

/* Whether it matches. False too when that takes too long: then *error is set, if it was not yet. */
bool pattern_matches(const struct pattern *, const char *name, GError **error);
/* Whether it might match something that begins so. */
bool pattern_may_match(const struct pattern *, const char *beginning, GError **error);
