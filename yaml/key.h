/*
 * The keys of objects, taken apart: "table film", "function f(a integer)". What an object's key is, object_key() says.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/kind.h"

struct key {
	const struct kind *kind; /* the first one of that key; others with the same key are told apart by their marks */
	char *name, *signature;	 /* signature is NULL where the kind has none */
};

enum key_result {
	KEY_FOUND,
	KEY_MALFORMED,	 /* the kind is known, but the signature is missing; only kind is set */
	KEY_UNSUPPORTED, /* a kind of object that PostgreSQL has and this program has not */
	KEY_NONE,	 /* no object's key at all */
};

/* name and signature are the caller's, see key_clear(). */
enum key_result key_split(const char *text, struct key *);
void key_clear(struct key *);

/* What may be meant: the text with its first words corrected, to be freed; NULL when nothing is near. */
char *key_suggest(const char *text);
