/* State and errors of loading, shared by the files that load documents; used in yaml/ only, see yaml/load.h. */
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
	struct arena *arena;	    /* cleared after each object */
	struct arena *schema_arena; /* for the schema's own entries, until its end */
	GArray *loaded;		    /* struct loaded: every object, parts too */
	GArray *renames;	    /* struct renamed, see yaml/renames.h */
	GHashTable *schemas;	    /* name to the schema's object */
	unsigned files;		    /* read so far */
	bool owners, privileges;    /* some object has the key */
	bool omitted_told;	    /* the document has the key `omitted`, */
	struct silence omitted;	    /* with this value */
	GHashTable *types;	    /* texts of the pool as names of types, see sql/type_name.h */
	bool partial_told;	    /* or the key `partial` */
	bool default_told;	    /* an attribute has PostgreSQL's default as its value, which we never write */
	struct yaml_read_options options;
};

/* options may be NULL. */
void loader_init(struct loader *, struct snapshot *into, const struct yaml_read_options *options);
void loader_clear(struct loader *);

/* Errors at a node (its key where it has one); both return false. */
bool loader_fail(struct loader *, const struct node *, GError **, const char *format, ...) __attribute__((format(printf, 4, 5)));
/*
 * Fails with `unknown key "colums" of a table; did you mean "columns"?`; known ends in NULL. True where options let it be ignored.
 */
bool loader_unknown(struct loader *, const struct node *, const char *of, const char *const *known, GError **);
/* Warns that an unknown key is ignored, where options allow that. nearest: a suggestion, or NULL. */
void loader_pass_over(struct loader *, const struct node *, const char *of, const char *nearest);
/* "a table", "an index"; lives in the arena. */
const char *loader_a(struct loader *, const char *noun);
/* "table public.t"; for an object without a name its kind: "an entry of default privileges". Free it. */
char *loader_describe(struct loader *, const struct object *);
