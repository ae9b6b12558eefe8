/* Changes to a document at random, as people, merges and attackers make them; the same numbers make the same ones. */
#pragma once

#include <glib.h>

#include "yaml/node.h"

/* A copy of a tree, in the arena. */
struct node *mutate_copy(struct arena *, const struct node *);

/* Changes one thing of a tree, whose nodes are of the arena; appends to `told` what. */
void mutate_tree(GRand *, struct arena *, struct node *root, GString *told);

/* The same of a text: bytes that are put in, taken out, doubled, changed. */
void mutate_text(GRand *, GString *text, GString *told);

/* A number from 0 to before count; 0 where count is 0. */
static inline guint mutate_below(GRand *random, guint count)
{
	return (guint)g_rand_int_range(random, 0, (gint32)MAX(count, 1));
}
