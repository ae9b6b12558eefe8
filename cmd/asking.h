/*
 * How contracts look up an object of a kind in handwritten SQL. Kinds without a row here are looked up with the query that reads
 * them, built from the rows of the kind.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/object.h"

struct telling {
	const char *attribute; /* the row's name */
	const char *sql;       /* its value, of any type that can be compared with a literal; a list is text[] */
	const char *words;     /* its name in messages; NULL: the attribute's name */
	const char *otherwise; /* the value where the attribute is absent and its row does not give a default; NULL: NULL */
	const char *without;   /* the words where it is absent; NULL: "not" or "no" before words */
	bool always;	       /* a new object asserts it even where it is absent */
	bool vague;	       /* where it is absent the server may have any of several values: then nothing is asserted */
};

/*
 * found is "FROM and WHERE" with placeholders: %O is the literal of the object's qualified name, %P of the parent's, %B of the
 * parent's unqualified name, %Q of its own name in the parent's schema, %N of its unqualified name, %S of its schema, %A of a
 * routine's argument types.
 */
struct asking {
	const struct kind *kind;
	const char *found;
	struct telling tells[14];
};

/* NULL: the kind has no row. */
const struct asking *asking_of(const struct kind *);
