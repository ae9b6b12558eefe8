/*
 * A document as a tree of entries with their lines, so that unchanged entries are written again with layout and comments. The lines
 * of a block map or list are assigned to its entries without a gap: a comment belongs to the entry below it, or, where it is
 * indented deeper than that one, to the entry above. An item of a list that is a map of one key, as `- id:` of columns, is an entry
 * with that key.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/node.h"

/* Lines from the first on, up to the one before the end; from 0. */
struct span {
	unsigned first, end;
};

struct piece {
	enum node_type type;
	bool quoted;		      /* a scalar that is always a text */
	bool whole;		      /* its lines cannot be assigned to entries: in brackets, or an unusual layout */
	const char *key;	      /* of a map's entry, or of an item with one key; else NULL */
	const char *text;	      /* of a scalar */
	unsigned line;		      /* where the entry begins, its key or its dash; from 0 */
	unsigned column;	      /* of that; from 0 */
	unsigned last;		      /* the last line that is not only comments */
	struct span lead, head, body; /* comments before it; the line of its key, or all of a whole piece; the entries inside */
	size_t count;
	struct piece *inside, *next;
};

struct pieces {
	struct arena *arena;
	char *text;	    /* ends in a newline; \n is the only line end */
	GArray *starts;	    /* size_t: the offset of each line, and of the end */
	bool crlf;	    /* it had \r\n */
	struct piece *root; /* of the whole document; its lead is the text before the first entry */
	struct span foot;   /* comments below the last entry */
};

/*
 * NULL with an error that gives the position where guard.h refuses the document. An empty text is an empty map. Names are for
 * messages.
 */
struct pieces *pieces_new(const char *name, const char *text, size_t length, GError **);
void pieces_free(struct pieces *);

/* The lines as written; valid as long as the pieces. */
const char *pieces_text(const struct pieces *, struct span, size_t *length);
/* Whether two entries (NULL: none) have the same value, in any notation. */
bool piece_same(const struct piece *, const struct piece *);
/* The value as nodes. */
struct node *piece_node(struct arena *, const struct piece *);
/* The entry inside of that key, or NULL. */
struct piece *piece_get(const struct piece *, const char *key);
/* Whether there are entries inside whose lines are known. */
bool piece_is_open(const struct piece *);
