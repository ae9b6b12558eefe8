/*
 * A snapshot as canonical YAML: the same schema gives the same bytes. Maps are sorted by key in byte order, what is absent is not
 * written, no text is folded or trimmed.
 *
 * `omitted` at the top lists what the document says nothing of; it is written with no_owner and no_privileges, for a snapshot that
 * is itself silent, and where load.h would otherwise guess wrong: an empty list says that nothing was left out. `partial` tells the
 * selections of a snapshot that has any.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "catalog/snapshot.h"
#include "yaml/options.h"

/* Writes a finished snapshot; an error is one of the file's. NULL options: all of it. */
bool yaml_write(const struct snapshot *, FILE *, const struct yaml_write_options *, GError **);

/* The same into memory. */
void yaml_write_text(const struct snapshot *, GString *out, const struct yaml_write_options *);

/* Whether another object says it already, as an identity column does of its sequence: it is not written, and comes back when
 * loaded. */
bool yaml_write_skips(const struct snapshot *, const struct object *);

/*
 * For trees of files: appends `key: ...` of one object, of a schema without what is in it; and the lines about the document itself
 * (`omitted`, `partial`), if it needs any.
 */
void yaml_write_object(const struct object *, GString *out, const struct yaml_write_options *);
void yaml_write_preamble(const struct snapshot *, GString *out, const struct yaml_write_options *);
/* The same of all objects of a kind that stands in one list; false when there are none. */
bool yaml_write_list(const struct snapshot *, const struct kind *, GString *out, const struct yaml_write_options *);
