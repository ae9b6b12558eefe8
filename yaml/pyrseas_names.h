/* What the two rooms share that give names in a document of Pyrseas their schemas: pyrseas_path.c finds where they are looked for,
 * pyrseas_names.c looks. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "sql/mentions.h"
#include "yaml/loader.h"

struct resolver {
	struct loader *loader;
	GHashTable *known;     /* "as schema.name" */
	GHashTable *qualified; /* schemas whose names stand with them: they are not in the path */
	GHashTable *bare;      /* schemas whose names stand without them */
	GPtrArray *path;       /* const char * */
	GHashTable *columns;   /* name to GPtrArray of types: of all relations */
	const char *extension; /* the schema in the path that an extension is in; NULL: none, or several */
	GPtrArray *operators;  /* struct object * */
};

struct object *resolver_object(const struct resolver *, guint i);
/* Whether the document has something of that name. */
bool resolver_knows(const struct resolver *, enum mention_as, const char *schema, const char *name);

/* A text of an object that may hold names; gives the text that is to stand for it, or NULL. */
typedef const char *resolver_text(struct resolver *, const struct object *, const char *text, enum mention_text);
/* Calls the function for each text of each object. */
void resolver_visit(struct resolver *, resolver_text *);

/* The second part of pyrseas_understand(): names without a schema, where Pyrseas' own search path found what they name, get that schema. */
void pyrseas_qualify(struct loader *);
