/*
 * A pool keeps one copy of each text, of each list of names and of each qualified name, so that equal ones are the same pointer:
 * two snapshots that share a pool compare by `!=`. What it gives lives as long as the pool.
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
 * A name by which one object calls another, taken apart. Both are NULL where the text, perhaps a document's, is no name; the schema
 * alone where it is bare: that of the object.
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
