/*
 * The schema of the project: the canonical YAML of its schemas, or of all but the registry's if it names none. The fingerprint is
 * the SHA-256 of that text, with columns of tables sorted by name.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"

/*
 * Reads the fingerprint; appends the text to yaml unless that is NULL. within: in the open transaction. Free it; NULL with an
 * error.
 */
char *fingerprint_read(struct run *, bool within, GString *yaml, GError **);

/*
 * The differences of the schema from a document, a line for each object: "table app.film: not wanted". The name is for messages.
 * *fingerprint, unless NULL, gets the schema's. An empty text where nothing differs; NULL with an error. Free it.
 */
char *fingerprint_compare(
	struct run *, bool within, const char *name, const char *yaml, size_t length, char **fingerprint, GError **);
