/* Parses the keys of objects: "table film", "function f(a integer)". object_key() is the inverse. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/kind.h"

struct key {
	const struct kind *kind; /* the first one with that key; kinds with the same key are distinguished by their marks */
	char *name, *signature;	 /* signature is NULL where the kind has none */
};

enum key_result {
	KEY_FOUND,
	KEY_MALFORMED,	 /* a known kind without its signature; only kind is set */
	KEY_UNSUPPORTED, /* a kind of object of PostgreSQL that is not supported */
	KEY_NONE,	 /* not an object's key */
};

/* The caller owns name and signature, see key_clear(). */
enum key_result key_split(const char *text, struct key *);
void key_clear(struct key *);

/* A suggestion: the text with its first words corrected, to be freed; NULL when nothing is near. */
char *key_suggest(const char *text);
