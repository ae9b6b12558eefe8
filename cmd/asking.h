/*
 * How an object of a kind is asked for in contracts, in words of its own. Whatever has no row here is asked for in the way it is
 * read, by the rows of its kind.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/object.h"

struct telling {
	const char *attribute; /* the row's name */
	const char *sql;       /* its value, of any type to which a literal is compared; a list is text[] */
	const char *words;     /* what to call it; NULL: by its name */
	const char *otherwise; /* the value where it is absent and the row does not tell; NULL: NULL */
	const char *without;   /* the words where it is absent; NULL: "not" or "no" before the words */
	bool always;	       /* told of a new object also where it is absent */
	bool vague;	       /* where it is absent the value may be one of several: nothing is asserted then */
};

/*
 * found is "FROM and WHERE", in which %O stands for the literal of the object's qualified name, %P of the parent's, %B of the
 * parent's bare name, %Q of its own name in the parent's schema, %N of its bare name, %S of its schema, %A of the argument types of
 * a routine.
 */
struct asking {
	const struct kind *kind;
	const char *found;
	struct telling tells[14];
};

/* NULL: the kind has none. */
const struct asking *asking_of(const struct kind *);
