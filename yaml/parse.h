/*
 * One value of a document as a tree.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/guard.h"
#include "yaml/node.h"

/*
 * Reads the value that comes next, whole. key is the event of its key, NULL for an item of a list. NULL and an error when the
 * document has a mistake in there.
 */
struct node *parse_value(struct guard *, struct arena *, const struct guard_event *key, GError **);
