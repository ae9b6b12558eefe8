/*
 * A pool keeps one copy of each text, list of names and qualified name, so that equal ones are the same pointer: two snapshots that
 * share a pool are compared by `!=`. Results live as long as the pool.
 */
#pragma once

#include <stddef.h>

struct pool;

/* An ordered list of names or of `name=value` options. NULL stands for the empty list. */
struct names {
	size_t count;
	const char *items[];
};

/*
 * A parsed name that refers to another object. Both are NULL where the text, possibly from a document, is not a name; only schema
 * is NULL where the name is unqualified: it is in the object's schema.
 */
struct qualified {
	const char *text; /* as SQL has it, quoted where that was needed */
	const char *schema, *name;
};

struct pool *pool_new(void);
void pool_free(struct pool *);

/* The pool's copy of text (NULL stays NULL), of its first length bytes, or of what the format says. */
const char *pool_text(struct pool *, const char *text);
const char *pool_text_n(struct pool *, const char *text, size_t length);
const char *pool_printf(struct pool *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The pool's copy of a list; its items must be of this pool. NULL when count is 0. */
const struct names *pool_names(struct pool *, const char *const *items, size_t count);

/* The name that a text is; NULL stays NULL. Equal texts give the same pointer, and are taken apart once. */
const struct qualified *pool_qualified(struct pool *, const char *text);

/* Memory that lives as long as the pool: zeroed, aligned for any type. */
void *pool_alloc(struct pool *, size_t size);

/* The pool's copy of the first length bytes if it has one, else NULL: nothing is added. */
const char *pool_find_n(const struct pool *, const char *text, size_t length);
