/*
 * Writes a snapshot as canonical YAML: the same schema gives the same bytes. Maps are sorted by key in byte order, absent values
 * are not written, no text is folded or trimmed.
 *
 * `omitted` at the top lists what the document leaves out; it is written with no_owner and no_privileges, for a snapshot that
 * leaves these out, and where load.h would guess wrong: an empty list says that nothing is left out. `partial` has the selections
 * of the snapshot, if any.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "catalog/snapshot.h"
#include "yaml/options.h"

/* Writes a finished snapshot; NULL options: all of it. False with an error of the file. */
bool yaml_write(const struct snapshot *, FILE *, const struct yaml_write_options *, GError **);

/* The same into memory. */
void yaml_write_text(const struct snapshot *, GString *out, const struct yaml_write_options *);

/* Whether another object implies it, as an identity column does its sequence: it is not written, and is created when loading. */
bool yaml_write_skips(const struct snapshot *, const struct object *);

/*
 * For trees of files: append `key: ...` of one object, a schema without its objects; and the lines about the document itself
 * (`omitted`, `partial`), if needed.
 */
void yaml_write_object(const struct object *, GString *out, const struct yaml_write_options *);
void yaml_write_preamble(const struct snapshot *, GString *out, const struct yaml_write_options *);
/* The same for all objects of a kind that is one list; false when there are none. */
bool yaml_write_list(const struct snapshot *, const struct kind *, GString *out, const struct yaml_write_options *);
