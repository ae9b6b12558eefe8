/* Reads, writes and removes files below one directory; symbolic links below it are not followed. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

/* The directory may come from version control, and contain links. */
struct store {
	const char *path; /* for messages; not owned */
	int descriptor;
	GPtrArray *pending; /* written files that are not in place yet */
};

/* Opens the directory, which is created if missing. The path itself may contain links. False with an error that names the path. */
bool store_open(struct store *, const char *path, GError **);
/* Removes files that were written and not committed, and directories created for them. */
void store_close(struct store *);

/* Opens the regular file with that relative path; NULL: it does not exist, or only behind a link. */
FILE *store_read(const struct store *, const char *file);
/*
 * Writes a temporary file in the file's directory, which is created if missing; a link on the way is an error. store_commit()
 * renames all of them, which needs no disk space; a link in place of a file is replaced. Before that nothing changes.
 */
bool store_write(struct store *, const char *file, const GString *content, GError **);
bool store_commit(struct store *, GError **);
/* Removes a regular file, and directories on the way to it that are then empty; nothing behind a link. */
void store_remove(const struct store *, const char *file);
