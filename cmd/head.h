/* The head of a script: comments that tell whoever opens the file what it does, how to run it, what may fail and what is lost. */
#pragma once

#include <glib.h>

#include "cmd/script_options.h"
#include "diff/plan.h"

/*
 * Names may hold line breaks: each text is escaped, so that a comment ends where its line ends. Nothing in it depends on the time
 * or on the machine.
 */
void head_write(GString *out, const struct plan *, const struct script_options *);

/* Parts of it for another language, whose comments begin in that way: what it is for, titled, and what may fail or is lost. */
void head_write_places(GString *out, const char *before, const char *title, const struct plan *, const struct script_options *);
void head_write_facts(GString *out, const char *before, const struct plan *);
