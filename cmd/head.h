/* The head of a script: comments that tell whoever opens the file what it does, how to run it, what may fail and what is lost. */
#pragma once

#include <glib.h>

#include "cmd/script.h"

/* Names may hold line breaks: each text is escaped, so that a comment ends where its line ends. Nothing in it depends on the time or on the machine. */
void head_write(GString *out, const struct plan *, const struct script_options *);
