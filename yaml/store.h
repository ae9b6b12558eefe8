/* Files below one directory, for reading, writing and removing: no symbolic link below it leads out of it. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

/* Such a directory may come out of version control, and links with it. */
struct store {
	const char *path; /* for messages; not owned */
	int descriptor;
	GPtrArray *pending; /* files that are written, and not in their places yet */
};

/* Opens the directory, which is made where it is missing. The path itself may lead through links. An error names the path. */
bool store_open(struct store *, const char *path, GError **);
/* Removes what was written and not committed, with directories that were made for it alone. */
void store_close(struct store *);

/* A regular file of that relative path for reading, or NULL: there is none, or only behind a link. */
FILE *store_read(const struct store *, const char *file);
/*
 * Writes the file beside its place, and makes directories for it: one on the way that is a link is an error. store_commit() then
 * puts all of them in their places, which takes no room on the disk any more; a link in the place of a file is replaced. Until then
 * all is as before.
 */
bool store_write(struct store *, const char *file, const GString *content, GError **);
bool store_commit(struct store *, GError **);
/* Removes a regular file, and directories on the way to it that this leaves empty; nothing else, and nothing behind a link. */
void store_remove(const struct store *, const char *file);
