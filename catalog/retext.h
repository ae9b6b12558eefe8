/* The SQL texts of an object, one after the other, to be replaced by others: names that move. */
#pragma once

#include "catalog/kind.h"

/* Both functions return the text that is to stand there, of the pool: the same where nothing changes. */
struct retext {
	struct pool *pool;
	/* The value of a row, or an item of it. */
	const char *(*value)(void *data, const struct object *, const struct attribute *, const char *);
	/* By what the object is called: its signature, its identity, and its name where that is SQL, perhaps an expression. */
	const char *(*called)(void *data, const struct object *, const char *, bool expression);
	void *data;
};

void retext_object(const struct retext *, struct object *);
/* Shows the texts to the functions alone, whose results are put nowhere. */
void retext_each(const struct retext *, const struct object *);
