/*
 * Loads a YAML document, ours or one of Pyrseas 0.10, into a snapshot. It is read as a stream, one object at a time.
 *
 * A document without a map is an error, since an empty file would otherwise mean to drop everything: `{}` is the empty schema.
 *
 * Every mistake is an error that begins with file:line:column: what guard.h refuses, an unknown key (with the nearest known one), a
 * wrong type, an unsupported kind of object, a reference to an object that the document does not have, a table or type that depends
 * on itself. The first one ends loading. Two objects of the same name are found by snapshot_finish().
 *
 * What the document omits (struct silence): the top-level key `omitted` lists `owners` and `privileges`. A document without that
 * key omits owners when no object has the key `owner`, and privileges when no object has the key `privileges`: so a file without
 * privileges causes no REVOKE. Our writer adds the key where this guess would be wrong.
 *
 * A reference may lead out of the document when it leads into a schema that the document does not describe, or into an extension's.
 * A document that was written with a selection of objects has it at the top, as `partial`: see snapshot_selections(); then any
 * reference may lead out of it. `partial: true` is an unknown selection.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "catalog/snapshot.h"
#include "yaml/options.h"

/*
 * Loads the file into the snapshot, which the caller finishes. name is for messages: "schema.yaml", or "standard input"; options
 * may be NULL. False with an error.
 */
bool yaml_load(struct snapshot *into, const char *name, FILE *, const struct yaml_read_options *, GError **);

/* The same from memory, without options; with them. */
bool yaml_load_text(struct snapshot *into, const char *name, const char *text, size_t length, GError **);
bool yaml_load_bytes(
	struct snapshot *into, const char *name, const char *text, size_t length, const struct yaml_read_options *, GError **);

/*
 * The same for one file of a directory, see tree.h, without the others: references may lead out of it, and what it omits is not
 * guessed. schema: the one whose directory has the file, or NULL.
 */
bool yaml_load_part(struct snapshot *into, const char *name, const char *text, size_t length, const char *schema,
	const struct yaml_read_options *, GError **);
