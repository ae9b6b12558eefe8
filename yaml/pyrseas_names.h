/*
 * Shared by the two files that qualify names in a document of Pyrseas: pyrseas_path.c finds the search path, pyrseas_names.c looks
 * names up.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "sql/mentions.h"
#include "yaml/loader.h"

struct resolver {
	struct loader *loader;
	GHashTable *known;     /* "as schema.name" */
	GHashTable *qualified; /* schemas whose names are qualified: they are not in the path */
	GHashTable *bare;      /* schemas whose names are unqualified */
	GPtrArray *path;       /* const char * */
	GHashTable *columns;   /* name to GPtrArray of types: of all relations */
	const char *extension; /* the schema in the path that has an extension; NULL: none, or several */
	GPtrArray *operators;  /* struct object * */
};

struct object *resolver_object(const struct resolver *, guint i);
/* Whether the document has an object with that name. */
bool resolver_knows(const struct resolver *, enum mention_as, const char *schema, const char *name);

/* Takes a text of an object that may contain names; returns its replacement, or NULL. */
typedef const char *resolver_text(struct resolver *, const struct object *, const char *text, enum mention_text);
/* Calls the function for each text of each object. */
void resolver_visit(struct resolver *, resolver_text *);

/* The second part of pyrseas_understand(): adds schemas to unqualified names found by Pyrseas' search path. */
void pyrseas_qualify(struct loader *);
