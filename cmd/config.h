/*
 * Configuration files of Pyrseas: sections `database`, `repository`, `datacopy` and `augmenter`; others are ignored.
 * Each file overrides those before it, key by key:
 *
 *	system       $PYRSEAS_SYS_CONFIG, or pgcanon/config.yaml below the directory of the system's settings
 *	user         $PYRSEAS_USER_CONFIG, or ~/.config/pyrseas/config.yaml; a variable that is set and empty means none
 *	repository   config.yaml in the directory of --repository, or in `repository.path` of the files before, or here
 *	--config     the named file
 *
 * $PYRSEAS_CONFIG_FILE is another name for config.yaml. A variable names a file, or the directory that has it.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/place.h"
#include "yaml/node.h"

#define CONFIG_OPTION(file) \
	{ \
		"config", 'c', "FILE", "take settings from FILE: database, repository, datacopy, augmenter", .text = &(file) \
	}

/* A map from a file, with its position for errors: section `augmenter`. */
struct config_part {
	const char *file;
	const struct node *map;
};

/* A table whose rows are kept in a file next to its description. */
struct config_table {
	const char *schema, *name;
	const char *file;
	unsigned line, column; /* where the configuration file names it */
};

struct config {
	char *host, *port, *username; /* NULL: not set */
	char *path, *metadata, *data; /* of the repository; path may be NULL, the other two are relative to it */
	GPtrArray *datacopy;	      /* struct config_table *, in the order of the files; each once */
	GPtrArray *augmenter;	      /* struct config_part *, each overrides those before it */
	GPtrArray *warnings;	      /* char *: unknown keys */
	struct arena *arena;
	const char *repository; /* of the command line; NULL: not given */
};

/*
 * Reads the files above that exist, where search is set, and then the named one. Either may be NULL. NULL with an error that names
 * the file, and the line and column of a mistake in it.
 */
struct config *config_read(bool search, const char *repository, const char *file, GError **);
void config_free(struct config *);

/* A directory below the repository's, which is "." by default. Free it. */
char *config_directory(const struct config *, const char *below);

/* Sets the connection options that are not set; a place that is a connection string keeps its own. */
void config_connect(const struct config *, const char *place, struct place_options *);

/* Prints the warnings. */
void config_warn(const struct config *);
