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

/* Appends the literal of a qualified name. */
void asking_append_name(GString *out, const char *schema, const char *name);

/* The oid of an object that the server finds by its name, to_regclass('s.t'); NULL for what it does not find so. Free it. */
char *asking_oid(const struct object *);

/* SELECT EXISTS (...) or NOT EXISTS, of an object whose kind has a row; conditions are "" or begin with AND. Free it. */
char *asking_select(const struct object *, const char *conditions, bool there);
/*
 * The same of any object, as its kind reads it; value, which may be NULL, is what the condition calls o.value. It may name
 * o.oid and o.owner, too; NULL: there is none.
 */
char *asking_select_read(const struct object *, const char *value, const char *condition, bool there);
/* The one or the other, without conditions. */
char *asking_select_any(const struct object *, bool there);
