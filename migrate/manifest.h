/*
 * The manifest: the hashes of the files of each change, chained from change to change.
 *
 *	# dbalign manifest 1 sha256
 *	<SHA-256 of the file>  build/00001_create_film.sql
 *	<SHA-256 of the file>  rollback/00001_create_film.sql
 *	# head 00001 <SHA-256>
 *
 * One line a file, by number, then kind (enum file_kind), then path; `sha256sum -c manifest` checks them. The head of a change is
 * the SHA-256 of the head before it, a newline, and the lines of its files; the head before the first change is the SHA-256 of the
 * project's uuid. The first line names the algorithm.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/change.h"

/* The head of a project without changes. */
void manifest_start(const char *uuid, char head[65]);

/* Sets the head of each change from its files. */
void manifest_chain(const char *uuid, const GPtrArray *changes);

/* Sets the head of one change from the head before it. */
void manifest_chain_one(const char *before, struct numbered_change *);

/* Appends the text of a manifest of those changes. */
void manifest_write(GString *out, const char *uuid, const GPtrArray *changes);

/*
 * Appends the changes of a manifest. False with MIGRATE_FILES and file:line for an invalid manifest, such as one with merge
 * conflicts, and where a head does not match the lines.
 */
bool manifest_read(const char *path, const char *text, const char *uuid, GPtrArray *changes, GError **);

/* The same for the manifest in a project's directory; a missing one has no changes. */
bool manifest_load(const char *directory, const char *uuid, GPtrArray *changes, GError **);

/* Replaces the manifest in a project's directory, atomically. */
bool manifest_save(const char *directory, const char *uuid, const GPtrArray *changes, GError **);
