/* The comments at the head of a script: what it does, how to run it, what may fail, and which data is lost. */
#pragma once

#include <glib.h>

#include "cmd/script_options.h"
#include "diff/plan.h"

/*
 * Appends the head. Texts are escaped, since names may contain line breaks, so that a comment ends at its line's end. It does not
 * depend on time or machine.
 */
void head_write(GString *out, const struct plan *, const struct script_options *);

/* Parts of the head for a language whose comments begin with before: the title and the places; possible failures and losses. */
void head_write_places(GString *out, const char *before, const char *title, const struct plan *, const struct script_options *);
void head_write_facts(GString *out, const char *before, const struct plan *);
