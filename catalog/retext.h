/* The SQL texts of an object, one after the other, to be replaced by others: names that move. */
#pragma once

#include "catalog/kind.h"

/* Both functions return the replacement of the text, in the pool: the same where nothing changes. */
struct retext {
	struct pool *pool;
	/* The value of a row, or an item of it. */
	const char *(*value)(void *data, const struct object *, const struct attribute *, const char *);
	/* For the object's own names: its signature, its identity, and its name where that is SQL, such as an expression. */
	const char *(*called)(void *data, const struct object *, const char *, bool expression);
	void *data;
};

void retext_object(const struct retext *, struct object *);
/* Calls the functions for the texts, and ignores the results. */
void retext_each(const struct retext *, const struct object *);
