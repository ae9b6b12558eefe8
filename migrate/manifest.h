/*
 * The manifest: what the files of each change are, chained from change to change.
 *
 *	# dbalign manifest 1 sha256
 *	<SHA-256 of the file>  build/00001_create_film.sql
 *	<SHA-256 of the file>  rollback/00001_create_film.sql
 *	# head 00001 <SHA-256>
 *
 * One line a file, by number, then kind (enum file_kind), then path; `sha256sum -c manifest` checks them. The head of a change is
 * the SHA-256 of
 * the head before it, a newline, and the lines of its files; that of no change is the SHA-256 of the project's uuid. Another
 * algorithm
 * will be another word in the first line.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/change.h"

/* The head of a project without changes. */
void manifest_start(const char *uuid, char head[65]);

/* Sets the head of each change from what is known of its files. */
void manifest_chain(const char *uuid, const GPtrArray *changes);

/* That of one change, behind a head. */
void manifest_chain_one(const char *before, struct numbered_change *);

/* Appends the text of a manifest of those changes. */
void manifest_write(GString *out, const char *uuid, const GPtrArray *changes);

/*
 * Appends the changes of a manifest. MIGRATE_FILES with file:line for what is no manifest, as one that a merge has left in
 * conflict, and where a head is not that of the lines.
 */
bool manifest_read(const char *path, const char *text, const char *uuid, GPtrArray *changes, GError **);

/* The same of the manifest in a project's directory; none is one without changes. */
bool manifest_load(const char *directory, const char *uuid, GPtrArray *changes, GError **);

/* Replaces the manifest of a project's directory, at once. */
bool manifest_save(const char *directory, const char *uuid, const GPtrArray *changes, GError **);
