/*
 * A regular expression (pcre2) that matches the whole of an object's name. Patterns come from the command line or from documents
 * that others may have written: matching time is limited.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct pattern;

/*
 * NULL with an error that begins with what, such as "--include", where the text is not a regular expression. text outlives the
 * pattern. pattern_free() it.
 */
struct pattern *pattern_new(const char *text, const char *what, GError **);
void pattern_free(gpointer);
const char *pattern_text(const struct pattern *);

/* Whether it matches. False also when matching takes too long; then *error is set, unless it already was. */
bool pattern_matches(const struct pattern *, const char *name, GError **error);
/* Whether it may match a name with that beginning. */
bool pattern_may_match(const struct pattern *, const char *beginning, GError **error);
