/*
 * A tree of nodes as canonical text: maps sorted by key in byte order, two blanks a level, lists not indented below their key, no
 * folding.
 */
#pragma once

#include <glib.h>

#include "yaml/node.h"

/* Appends `key: value` as an entry of a map that stands at that indentation; ends in a newline. The node has its key. */
void emit_entry(GString *out, const struct node *, unsigned indent);

/* Appends `key:` with as many blanks before it; what follows is the caller's. */
void emit_key(GString *out, const char *key, unsigned indent);
