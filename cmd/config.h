/*
 * Configuration files, as Pyrseas had them: sections `database`, `repository`, `datacopy` and `augmenter`; others are passed over.
 * Each file is stronger than
 * those before it, key by key:
 *
 *	system       $PYRSEAS_SYS_CONFIG, or pgcanon/config.yaml below the directory of the system's settings
 *	user         $PYRSEAS_USER_CONFIG, or ~/.config/pyrseas/config.yaml; a variable that is set and empty means none
 *	repository   config.yaml in the directory of --repository, or in `repository.path` of the files before, or here
 *	--config     the file that is named
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

/* A map of a file, for errors and for what reads it: section `augmenter`. */
struct config_part {
	const char *file;
	const struct node *map;
};

/* A table whose rows are kept beside its description. */
struct config_table {
	const char *schema, *name;
	const char *file;
	unsigned line, column; /* where the file names it */
};

struct config {
	char *host, *port, *username; /* NULL: not told */
	char *path, *metadata, *data; /* of the repository; path may be NULL, the other two are below it */
	GPtrArray *datacopy;	      /* struct config_table *, in the order of the files; each once */
	GPtrArray *augmenter;	      /* struct config_part *, each stronger than those before it */
	GPtrArray *warnings;	      /* char *: keys that nobody knows */
	struct arena *arena;
	const char *repository; /* of the command line; NULL: not told */
};

/*
 * Reads what is there: all of the files above where searched, else only the one that is named. Either may be NULL. An error tells
 * the file, and for what is wrong in one its line and column.
 */
struct config *config_read(bool search, const char *repository, const char *file, GError **);
void config_free(struct config *);

/* A directory below that of the repository, which is "." where nothing tells it; to be freed. */
char *config_directory(const struct config *, const char *below);

/* Gives the options of a place what they do not have; of a place that is a connection string that tells it. */
void config_connect(const struct config *, const char *place, struct place_options *);

/* Tells its warnings. */
void config_warn(const struct config *);
