/*
 * Files of settings, such as project.yaml: a table of the keys that they may have, by which they are read into a struct. Errors
 * are those of yaml/error.h, with file:line:column.
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
	SETTING_ENTRIES,  /* a map of names to a text or to a map of .rows: what .take makes of each */
	/*
	 * what .take makes of it, as long as the arena lives into which the document was loaded: one of .words or a map, or, where
	 * there are none, a list of maps or lists
	 */
	SETTING_NODE,
};

struct setting {
	const char *name;
	enum setting_type type;
	size_t offset;		 /* of the field, which is only set where the key stands; what it owned before is freed */
	const char *description; /* for the JSON Schema: a sentence */
	bool required;
	const char *const *words; /* all that a text can be; ends in NULL. NULL: anything */
	const char *pattern;	  /* a regular expression that the whole text matches; NULL: anything */
	const struct setting *rows;
	bool (*take)(const char *file, const struct node *entry, void *into, GError **);
};

/* The tables end in a row without name. The map of a file without any key is empty. */
bool settings_read(const char *path, const struct setting *rows, void *into, GError **);

/* The same of a file's bytes, which were read before; messages call them by that path. */
bool settings_read_text(const char *path, const char *text, size_t length, const struct setting *rows, void *into, GError **);

/* The same of a map within such a file: for .take. */
bool settings_take(const char *file, const struct node *map, const struct setting *rows, void *into, GError **);

/* Whether a text is a duration; *seconds is what it comes to, without a unit seconds. */
bool settings_duration(const char *text, double *seconds);

/* The document of a file, whose root is a map; the same of a stream, which messages call by that name. */
struct node *settings_load(const char *path, struct arena *, GError **);
struct node *settings_load_stream(const char *name, FILE *, struct arena *, GError **);
