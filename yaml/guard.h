/*
 * The events of one YAML document, from a parser that trusts nobody. Refused, each with its line and column: more than one
 * document, anchors, aliases, tags, directives and merge keys, keys that are no scalars, duplicate keys, nesting deeper than 32, a
 * scalar over 16 MB, a key over 64 KB, more than 40 million events, and what source.h refuses. The root must be a map (or nothing).
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum {
	GUARD_DEPTH_MAX = 32,
	GUARD_SCALAR_MAX = 16 * 1024 * 1024,
	GUARD_KEY_MAX = 64 * 1024,
	GUARD_EVENT_MAX = 40 * 1000 * 1000,
};

enum guard_type {
	GUARD_MAP,  /* a map begins */
	GUARD_LIST, /* a list begins */
	GUARD_KEY,  /* a key of the map at hand; its value comes next */
	GUARD_SCALAR,
	GUARD_CLOSE, /* the innermost map or list ends */
	GUARD_END,   /* of the document; comes again when asked again */
};

struct guard_event {
	enum guard_type type;
	const char *text; /* of a key or scalar: lives until the next event */
	size_t length;
	bool plain;	       /* the scalar has no quotes and is no block */
	bool flow;	       /* of a map or list that begins: it stands in brackets */
	unsigned line, column; /* from 1; of a block list where its first dash is */
	unsigned last_line;    /* of a scalar, or of what is closed in brackets: the last line that it takes */
};

struct guard;

/* NULL and an error when the file is too large. Neither the name nor the file is owned; both outlive the guard. */
struct guard *guard_new(const char *name, FILE *, GError **);
void guard_free(struct guard *);

/* The next event; after an error there is no next one. */
bool guard_next(struct guard *, struct guard_event *, GError **);
