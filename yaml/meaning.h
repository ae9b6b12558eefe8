/*
 * What an entry of a document stands for, by the rows of the kinds: an object, a list in which things come and go each by itself,
 * or a value that is one whole. It is asked of a tree of entries from the top down, without any object being made.
 */
#pragma once

#include <stdbool.h>

#include "catalog/kind.h"

enum meaning_type {
	MEANING_DOCUMENT, /* the map of all */
	MEANING_SCHEMA,	  /* a map of a schema's own attributes and of the objects in it */
	MEANING_OBJECT,	  /* a map of attributes and parts; parts too, of any shape that has a map */
	MEANING_PARTS,	  /* a map of parts by name, or a list of them whose order counts */
	MEANING_SET,	  /* a list whose order means nothing */
	/* privileges: a list of grantees. Without the list PostgreSQL's defaults hold, so an absent one is not empty */
	MEANING_GRANTS,
	MEANING_OPTIONS, /* a list of name=value whose order means nothing */
	MEANING_MEMBERS, /* a list of names in an order that counts, each a thing of its own: labels */
	MEANING_OBJECTS, /* a list of all objects of a kind, which have no names */
	MEANING_MAP,	 /* attributes with dots in their names, and other maps */
	MEANING_VALUE,	 /* anything else */
};

struct meaning {
	enum meaning_type type;
	const struct kind
		*kind;	 /* of the object, of the parts, or of the object that has this attribute; NULL where that is not known */
	char prefix[64]; /* of MEANING_MAP: what stands before the dot; "" for a map that no row tells of */
};

/* Of the entry with that key (NULL: an item of a list without one) in what means that. */
struct meaning meaning_of(const struct meaning *outer, const char *key);

/* Whether entries come and go there each by itself: an absent one is empty. */
bool meaning_is_container(const struct meaning *);
/* Whether such a thing, empty, may just as well not be there: not where the key alone tells which kind of object it is. */
bool meaning_may_be_absent(const struct meaning *, const char *key);
