/*
 * What the rooms of loading share: where the objects go, which document is being read, and how its mistakes are told. Nobody
 * outside yaml/ needs it; see yaml/load.h.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "catalog/snapshot.h"
#include "yaml/error.h"
#include "yaml/options.h"
#include "yaml/node.h"

/* An object, and the file that has it. */
struct loaded {
	struct object *object;
	const char *file;
};

/* An entry of the section `renames`; texts of the pool. */
struct renamed {
	const char *file;
	unsigned line, column;
	const char *subject, *old; /* old NULL: it is new */
};

struct loader {
	struct snapshot *into;
	struct pool *pool;
	const char *file;	    /* for messages; of the pool */
	struct arena *arena;	    /* emptied after each object */
	struct arena *schema_arena; /* the schema's own entries, until its end */
	GArray *loaded;		    /* struct loaded: every object, parts too */
	GArray *renames;	    /* struct renamed, see yaml/renames.h */
	GHashTable *schemas;	    /* name to the schema's object */
	unsigned files;		    /* read so far */
	bool owners, privileges;    /* some object has the key */
	bool omitted_told;	    /* the document has the key `omitted` */
	struct silence omitted;	    /* what it says */
	GHashTable *types;	    /* of texts of the pool: what they are as names of types, see sql/type_name.h */
	bool partial_told;	    /* or the key `partial` */
	bool default_told;	    /* some attribute is told although it is what PostgreSQL takes without: we never write that */
	struct yaml_read_options options;
};

/* options may be NULL. */
void loader_init(struct loader *, struct snapshot *into, const struct yaml_read_options *options);
void loader_clear(struct loader *);

/* Errors at a node (its key where it has one); both return false. */
bool loader_fail(struct loader *, const struct node *, GError **, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* `unknown key "colums" of a table; did you mean "columns"?`; known ends in NULL. True where it is ignored. */
bool loader_unknown(struct loader *, const struct node *, const char *of, const char *const *known, GError **);
/* Where options say so an unknown key is no error: a warning says that it was passed over. nearest: what may be meant, or NULL. */
void loader_pass_over(struct loader *, const struct node *, const char *of, const char *nearest);
/* "a table", "an index"; lives in the arena. */
const char *loader_a(struct loader *, const char *noun);
/* "table public.t"; of an object without a name the kind, as "an entry of default privileges". To be freed. */
char *loader_describe(struct loader *, const struct object *);
