/*
 * A snapshot is one schema description, whole: every object of every kind, read from a server or loaded from YAML. It is built by
 * adding objects, then finished; from then on it is const. Freed all at once.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "catalog/kind.h"
#include "catalog/object.h"
#include "catalog/pool.h"
#include "catalog/selection.h"

struct objects {
	size_t count;
	const struct object *const *items;
};
/* The same, not const: for code that creates a snapshot. */
struct own_objects {
	size_t count;
	struct object *const *items;
};

struct snapshot;

/* An empty snapshot; the pool is shared, not owned, and outlives it. */
struct snapshot *snapshot_new(struct pool *);
void snapshot_free(struct snapshot *);

struct pool *snapshot_pool(const struct snapshot *);

/* What the description omits, so that it is not compared. */
struct silence {
	bool owners, privileges;
	bool pyrseas; /* all that Pyrseas has no word for: yaml/pyrseas_words.h */
};
struct silence *snapshot_silence(struct snapshot *);
const struct silence *snapshot_silences(const struct snapshot *);
/*
 * The selections of the description, struct selection *: it describes the objects that all of them select. Empty: all objects, or,
 * where the description is partial, unknown.
 */
const GPtrArray *snapshot_selections(const struct snapshot *);
/* Adds a copy, unless the selection exists already or selects everything. */
void snapshot_add_selection(struct snapshot *, const struct selection *);
/* Whether references may lead out of the description; it is so where there is a selection. */
bool snapshot_is_partial(const struct snapshot *);
void snapshot_set_partial(struct snapshot *);
/* The optional kinds to read, bits of enum optional; none by default. */
enum optional snapshot_optional(const struct snapshot *);
void snapshot_set_optional(struct snapshot *, enum optional);
/*
 * The names that roles are to have, by those that the description gives them: const char * to const char *, which outlive the
 * snapshot's finishing.
 */
void snapshot_set_role_names(struct snapshot *, GHashTable *);
/* The names that schemas are to have, as schema_names_replace() takes them; they outlive the snapshot's finishing. */
void snapshot_set_schema_names(struct snapshot *, const GPtrArray *);
/* The server's version number as PG(15) or 150018; 0 when loaded from YAML. */
int snapshot_version(const struct snapshot *);
void snapshot_set_version(struct snapshot *, int version);
/* The version of the server that a plan changes: by default that from which the snapshot was read; 0: unknown. */
int snapshot_target(const struct snapshot *);
void snapshot_set_target(struct snapshot *, int version);

/*
 * Adds an object; texts are copied into the pool. A part is given its parent and gets the parent's schema. Its position is the next
 * one of its parent until set. Never fails: duplicates are found by snapshot_finish.
 */
struct object *snapshot_add(struct snapshot *, const struct kind *, const char *schema, const char *name, const char *signature);
struct object *snapshot_add_part(struct snapshot *, const struct kind *, struct object *parent, const char *name);

/* An edge that the server knows: from cannot be without to. */
struct need {
	struct object *from;
	const struct object *to;
};
void snapshot_add_need(struct snapshot *, struct object *from, const struct object *to);
/* All of them; of objects that are still there. */
size_t snapshot_needs(const struct snapshot *, const struct need **needs);

/* Makes the parts of this kind added so far findable through object_parts(); snapshot_finish does it for every kind. */
void snapshot_gather_parts(struct snapshot *, const struct kind *part);

/* Objects of a kind (a top-level one, or a part kind: of all parents), in canonical order. */
struct objects snapshot_objects(const struct snapshot *, const struct kind *);
/*
 * Data computed from a finished snapshot, such as that of depend_of(). It lives until the snapshot's objects are given out to be
 * changed, or the snapshot is freed.
 */
struct derived {
	void *data; /* NULL: none */
	void (*free)(void *);
};
struct derived *snapshot_derived(const struct snapshot *);

/* Every object, parts after their parent; object->number is the index. */
struct objects snapshot_all(const struct snapshot *);
/* The object of that kind, schema and identity, or NULL. */
const struct object *snapshot_find(const struct snapshot *, const struct kind *, const char *schema, const char *identity);
/* The object, perhaps a part, that is the same one as an object of another snapshot; NULL: it is not there. */
const struct object *snapshot_twin(const struct snapshot *, const struct object *);
/* Any relation (table, view, sequence, index, composite type...) of that name, or NULL. */
const struct object *snapshot_relation(const struct snapshot *, const char *schema, const char *name);
/* The relation to which a name in a row of the object refers; NULL: none. */
const struct object *snapshot_named_relation(const struct snapshot *, const struct object *, const struct qualified *);

/* The same, not const, of a snapshot being created, or a copy. */
struct own_objects snapshot_own_objects(struct snapshot *, const struct kind *);
struct own_objects snapshot_own_all(struct snapshot *);
/* The snapshot's object, once it is numbered, to be changed; NULL stays NULL. */
struct object *snapshot_own(struct snapshot *, const struct object *);

/*
 * Leaves an object out, a member of an extension for example: it is gone, with its parts, when the snapshot is finished or
 * refreshed, and can be found until then.
 */
void snapshot_leave_out(struct snapshot *, const struct object *);
bool snapshot_leaves_out(const struct snapshot *, const struct object *);
/* Keeps only objects that the function accepts; parts go with their parent. Before snapshot_finish. */
void snapshot_keep(struct snapshot *, bool (*accept)(const struct object *, void *data), void *data);
/* Makes objects findable by their names, where these were changed. */
void snapshot_index(struct snapshot *);

/* A second name by which a top-level object, of a kind whose names are plain, can be found, for texts call it so. */
struct known_as {
	struct object *object;
	const char *name; /* of the pool */
};
/* Adds one; its own name still finds it. It lasts until the snapshot is indexed again. */
void snapshot_add_name(struct snapshot *, struct object *, const char *name);
size_t snapshot_other_names(const struct snapshot *, const struct known_as **);
