/*
 * A small tree of YAML: one object of a schema at a time, read or to be written. Nodes and their texts live in an arena that is
 * emptied at once, so a large document never is a whole tree.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *);
/* Empties it: everything taken from it is gone. Keeps the memory for the next use. */
void arena_reset(struct arena *);
void *arena_take(struct arena *, size_t size);
char *arena_text(struct arena *, const char *text, size_t length);

enum node_type { NODE_SCALAR, NODE_LIST, NODE_MAP };

enum node_style {
	NODE_PLAIN,  /* read: without quotes, may mean null or a boolean. Written: as it is */
	NODE_QUOTED, /* read: quoted or a block, always a text. Written: quoted where it must be */
	NODE_BLOCK,  /* written: a literal block where it fits, even of one line */
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
/* The map under that key, made where it is not there yet. */
struct node *node_map(struct arena *, struct node *parent, const char *key);

/* True for a plain null, ~ or nothing at all. */
bool node_is_null(const struct node *);
/* A plain boolean of YAML 1.1; false when it is none. */
bool node_bool(const struct node *, bool *value);
/* What it is, for messages: "a map", "a list", "nothing", "\"text\"" (shortened). Lives in the arena. */
const char *node_found(struct arena *, const struct node *);
