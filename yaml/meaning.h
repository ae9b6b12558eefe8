/*
 * The meaning of an entry of a document, by the rows of the kinds: an object, a list whose items are independent, or a single
 * value. It is found from the top down, without creating objects.
 */
#pragma once

#include <stdbool.h>

#include "catalog/kind.h"

enum meaning_type {
	MEANING_DOCUMENT, /* the map at the top */
	MEANING_SCHEMA,	  /* a schema's map of its own attributes and its objects */
	MEANING_OBJECT,	  /* a map of attributes and parts; also a part, if it is a map */
	MEANING_PARTS,	  /* a map of parts by name, or a list of them in order */
	MEANING_SET,	  /* a list whose order has no meaning */
	/* privileges: a list of grantees. An absent one means PostgreSQL's defaults, not an empty list */
	MEANING_GRANTS,
	MEANING_OPTIONS, /* a list of name=value whose order has no meaning */
	MEANING_MEMBERS, /* a list of independent names in order: labels */
	MEANING_OBJECTS, /* a list of all objects of a kind without names */
	MEANING_MAP,	 /* a map of dotted attributes, or another map */
	MEANING_VALUE,	 /* anything else */
};

struct meaning {
	enum meaning_type type;
	const struct kind *kind; /* of the object, of the parts, or of the attribute's object; NULL: unknown */
	char prefix[64];	 /* of MEANING_MAP: the part before the dot; "" for a map without rows */
};

/* The meaning of the entry with that key (NULL: an item of a list) in an outer entry. */
struct meaning meaning_of(const struct meaning *outer, const char *key);

/* Whether its entries are independent: an absent one equals an empty one. */
bool meaning_is_container(const struct meaning *);
/* Whether it equals an absent one when empty: not if its key identifies the kind of the object. */
bool meaning_may_be_absent(const struct meaning *, const char *key);
