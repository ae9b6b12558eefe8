/*
 * A document that somebody has changed, as it is tried: loading gives an error with its place, or plans of which each step is one
 * statement: from nothing, from the document as it was, and back to both. Never a crash: G_DEBUG makes one of what GLib complains
 * of. Whatever ends the process, the document that was being tried is told on standard error.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "yaml/node.h"

struct trial {
	struct pool *pool;
	struct arena *arena;
	struct node *root; /* the document as it was, in the arena; whoever changes it puts it back */
	struct snapshot *original, *nothing;
	GString *path; /* what is being tried, for messages */
	GString *text; /* the document being tried */
};

/*
 * Loads a document, whose path is for messages, and watches over the process; false where it does not load: then there is nothing
 * to clear.
 */
bool trial_init(struct trial *, const char *path, const char *text);
void trial_clear(struct trial *);

/* The text of a tree; then it is tried. */
void trial_write(struct trial *, const struct node *root);
void trial_run(struct trial *);
/* The same, and what loads is written, and loads to the same again, byte by byte. */
void trial_run_whole(struct trial *);
