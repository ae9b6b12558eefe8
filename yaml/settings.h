/*
 * Reads files of settings, such as project.yaml, into a struct by a table of keys. Errors are those of yaml/error.h, with
 * file:line:column.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "yaml/node.h"

enum setting_type {
	SETTING_TEXT,	  /* char * */
	SETTING_DURATION, /* char *: a number and, but for 0, one of PostgreSQL's units of time, as SET takes it: 500ms */
	SETTING_SECONDS,  /* double: the same, or a number of seconds */
	SETTING_BOOL,	  /* bool */
	SETTING_NUMBER,	  /* int, 0 or more */
	SETTING_TEXTS,	  /* GPtrArray * of char * */
	SETTING_MAP,	  /* GHashTable * of char * to char * */
	SETTING_ENTRIES,  /* a map of names to a text or to a map of .rows; .take handles each entry */
	/*
	 * handled by .take, valid as long as the document's arena: one of .words or a map, or, without .words, a list of maps or
	 * lists
	 */
	SETTING_NODE,
};

struct setting {
	const char *name;
	enum setting_type type;
	size_t offset;		 /* of the field, which is set only if the key is there; its former value is freed */
	const char *description; /* for the JSON Schema: a sentence */
	bool required;
	const char *const *words; /* all allowed texts; ends in NULL. NULL: any */
	const char *pattern;	  /* a regular expression that matches the whole text; NULL: any */
	const struct setting *rows;
	bool (*take)(const char *file, const struct node *entry, void *into, GError **);
};

/* Reads a file. rows end with one without name. A file without any key is an empty map. False with an error. */
bool settings_read(const char *path, const struct setting *rows, void *into, GError **);

/* The same for a file's bytes; messages contain the path. */
bool settings_read_text(const char *path, const char *text, size_t length, const struct setting *rows, void *into, GError **);

/* The same for a map in such a file: for .take. */
bool settings_take(const char *file, const struct node *map, const struct setting *rows, void *into, GError **);

/* Whether a text is a duration; *seconds is its value; without a unit it is in seconds. */
bool settings_duration(const char *text, double *seconds);

/* The document of a file, whose root is a map; the same for a stream, with a name for messages. NULL with an error. */
struct node *settings_load(const char *path, struct arena *, GError **);
struct node *settings_load_stream(const char *name, FILE *, struct arena *, GError **);
