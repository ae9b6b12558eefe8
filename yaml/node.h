/*
 * A tree of YAML nodes for one object at a time, read or to be written. Nodes and texts live in an arena that is cleared as a
 * whole, so a large document is never a whole tree.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *);
/* Frees everything allocated from it, and keeps the memory for reuse. */
void arena_reset(struct arena *);
void *arena_take(struct arena *, size_t size);
char *arena_text(struct arena *, const char *text, size_t length);

enum node_type { NODE_SCALAR, NODE_LIST, NODE_MAP };

enum node_style {
	NODE_PLAIN,  /* read: unquoted, may be null or a boolean. Written: unchanged */
	NODE_QUOTED, /* read: quoted or a block, always a text. Written: quoted if necessary */
	NODE_BLOCK,  /* written: a literal block if possible, even for one line */
};

struct node {
	enum node_type type;
	enum node_style style;
	const char *text;      /* of a scalar, else NULL */
	const char *key;       /* of a map's entry, else NULL */
	unsigned line, column; /* where it begins, from 1 */
	unsigned key_line, key_column;
	size_t count; /* children */
	struct node *first, *last, *next;
};

/* An empty list or map; a scalar. The text is copied. */
struct node *node_new(struct arena *, enum node_type);
struct node *node_scalar(struct arena *, enum node_style, const char *text);
/* Appends a child; in a map under that key, which is copied. Returns the child. */
struct node *node_add(struct arena *, struct node *parent, const char *key, struct node *child);
/* Puts a child without key before another one. */
void node_insert(struct node *parent, struct node *before, struct node *child);
/* Takes a child out of its parent. */
void node_remove(struct node *parent, struct node *child);
/* The entry of a map, or NULL. */
struct node *node_get(const struct node *map, const char *key);
/* The map under that key, created if missing. */
struct node *node_map(struct arena *, struct node *parent, const char *key);

/* True for a plain null, ~ or an empty value. */
bool node_is_null(const struct node *);
/* Reads a plain boolean of YAML 1.1; false when it is not one. */
bool node_bool(const struct node *, bool *value);
/* The node in messages: "a map", "a list", "nothing", "\"text\"" (shortened). Lives in the arena. */
const char *node_found(struct arena *, const struct node *);
