/* A state of a schema as a database of the scratch server: built, read, compared. */
#pragma once

#include "prove/dump.h"
#include "prove/error.h"
#include "prove/proof_input.h"
#include "prove/scratch.h"

/* A proof that is going on. */
struct proof {
	struct scratch *scratch;
	const struct proof_input *input;
	struct proof_outcome *outcome;
	const struct snapshot *have, *want, *whole; /* those of the input, or copies without the versions of extensions */
	bool no_versions;			    /* the versions of extensions are not available here, and not compared */
	struct dump_options dump;
};

/* A line of the log. */
void proof_log(const struct proof *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A new database that has the state. NULL with an error. Free the name. */
char *state_build(const struct proof *, const char *word, const struct snapshot *, GError **);
/* Reads the compared part of the database's state. NULL with an error. */
struct snapshot *state_read(const struct proof *, const char *database, GError **);
/* Reads and compares it; when is for messages, "after the way there". False with an error that lists the differences. */
bool state_expect(const struct proof *, const char *when, const char *database, const struct snapshot *want, GError **);
/* Runs the statements of a plan. what is for messages, "the way there". False with an error. */
bool state_run(const struct proof *, const char *what, const char *database, const struct plan *, GError **);
