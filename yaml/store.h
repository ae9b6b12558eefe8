/* Files below one directory, for reading, writing and removing: no symbolic link below it leads out of it. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

/* Such a directory may come out of version control, and links with it. */
struct store {
	const char *path;       /* for messages; not owned */
	int descriptor;
};

/* Opens the directory, which is made where it is missing. The path itself may lead through links. An error names the path. */
bool store_open(struct store *, const char *path, GError **);
void store_close(struct store *);

/* A regular file of that relative path for reading, or NULL: there is none, or only behind a link. */
FILE *store_read(const struct store *, const char *file);
/* Writes the file, which is either as before or complete, and makes directories for it. A link in the place of the file is replaced, one on the way is an error. */
bool store_write(const struct store *, const char *file, const GString *content, GError **);
/* Removes a regular file, and directories on the way to it that this leaves empty; nothing else, and nothing behind a link. */
void store_remove(const struct store *, const char *file);
