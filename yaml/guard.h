/*
 * Reads the events of a YAML document from an untrusted source. It refuses, with line and column: more than one document, anchors,
 * aliases, tags, directives and merge keys, keys that are not scalars, duplicate keys, nesting deeper than 32, a scalar over 16 MB,
 * a key over 64 KB, more than 40 million events, and what source.h refuses. The root must be a map (or empty).
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
	GUARD_KEY,  /* a key of the current map; its value is next */
	GUARD_SCALAR,
	GUARD_CLOSE, /* the innermost map or list ends */
	GUARD_END,   /* the document ends; repeated on further calls */
};

struct guard_event {
	enum guard_type type;
	const char *text; /* of a key or scalar: lives until the next event */
	size_t length;
	bool plain;	       /* the scalar is neither quoted nor a block */
	bool flow;	       /* a map or list in brackets begins */
	unsigned line, column; /* from 1; a block list is where its first dash is */
	unsigned last_line;    /* the last line of a scalar, or of a map or list in brackets that ends */
};

struct guard;

/* NULL with an error when the file is too large. Name and file are not owned and outlive the guard. */
struct guard *guard_new(const char *name, FILE *, GError **);
void guard_free(struct guard *);

/* Reads the next event. False with an error; do not call it again then. */
bool guard_next(struct guard *, struct guard_event *, GError **);
