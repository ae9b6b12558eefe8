/*
 * The schema as the project sees it: the canonical YAML of its schemas, or of all but the registry where it names none. Its
 * fingerprint is the SHA-256 of that text, with the columns of tables in the order of their names.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/run.h"

/*
 * Reads it; the text is appended to yaml unless that is NULL. within: in the transaction that is open, as it sees the schema. Free
 * it; NULL with an error.
 */
char *fingerprint_read(struct run *, bool within, GString *yaml, GError **);

/*
 * How the schema differs from a document, a line an object: "table app.film: not wanted". The name is for messages. *fingerprint,
 * unless NULL, gets that of the schema. An empty text where nothing differs; NULL with an error.
 */
char *fingerprint_compare(
	struct run *, bool within, const char *name, const char *yaml, size_t length, char **fingerprint, GError **);
