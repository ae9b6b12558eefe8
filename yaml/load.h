/*
 * A YAML document becomes a snapshot: ours, or one of Pyrseas 0.10. It is read as a stream, one object at a time.
 *
 * A document without a map is an error, as one that was never written would otherwise ask for everything to be dropped: `{}` is the
 * empty schema.
 *
 * Every mistake is an error that begins with file:line:column: what guard.h refuses, an unknown key (with the nearest known one), a
 * wrong type, a kind of object that is not supported, a reference to what the document does not have, a table or type that would be
 * made of itself. The first one ends the loading. Two objects of the same name are found by snapshot_finish().
 *
 * What the document says nothing of (struct silence): the top-level key `omitted`, a list of `owners` and `privileges`, tells it. A
 * document without that key, as Pyrseas writes it or a person, is silent on owners when no object has the key `owner`, and on
 * privileges when no object has the key `privileges`: so no REVOKE comes from a file that never spoke of privileges. Our own writer
 * adds the key wherever that would be guessed wrong.
 *
 * A reference may lead out of the document when it leads into a schema that the document does not describe, or into an extension's.
 * A document that was written with a selection of objects tells it at the top, below `partial`: see snapshot_selections(); then any
 * reference may lead out of it. One that says `partial: true` does not tell of what.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "catalog/snapshot.h"
#include "yaml/options.h"

/*
 * Adds what the file holds; the caller finishes the snapshot. name is for messages: "schema.yaml", or "standard input"; options may
 * be NULL.
 */
bool yaml_load(struct snapshot *into, const char *name, FILE *, const struct yaml_read_options *, GError **);

/* The same from memory, without options; with them. */
bool yaml_load_text(struct snapshot *into, const char *name, const char *text, size_t length, GError **);
bool yaml_load_bytes(
	struct snapshot *into, const char *name, const char *text, size_t length, const struct yaml_read_options *, GError **);

/*
 * The same of one file of a directory as tree.h has it, without the others: references may lead out of it, and what it says nothing
 * of is not told. schema: in whose directory the file is, or NULL.
 */
bool yaml_load_part(struct snapshot *into, const char *name, const char *text, size_t length, const char *schema,
	const struct yaml_read_options *, GError **);
