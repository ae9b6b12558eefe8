/* Parses one value of a document as a tree. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/guard.h"
#include "yaml/node.h"

/*
 * Reads the next value completely. key is the event of its key, NULL for an item of a list. NULL with an error for a mistake in it.
 */
struct node *parse_value(struct guard *, struct arena *, const struct guard_event *key, GError **);
