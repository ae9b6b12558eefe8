/*
 * Writes a tree of nodes as canonical text: maps sorted by key in byte order, indentation of two blanks, lists not indented below
 * their key, no folding.
 */
#pragma once

#include <glib.h>

#include "yaml/node.h"

/* Appends `key: value` as an entry of a map with that indentation; ends in a newline. The node has its key. */
void emit_entry(GString *out, const struct node *, unsigned indent);

/* Appends `key:` indented by so many blanks; the caller appends the value. */
void emit_key(GString *out, const char *key, unsigned indent);
