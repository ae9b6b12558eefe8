/*
 * A pool keeps one copy of each text and of each list of names, so that equal ones are the same pointer: two snapshots that share a
 * pool compare by `!=`. What it gives lives as long as the pool.
 */
#pragma once

#include <stddef.h>

struct pool;

/* An ordered list of names or of `name=value` options. NULL stands for the empty list. */
struct names {
	size_t count;
	const char *items[];
};

struct pool *pool_new(void);
void pool_free(struct pool *);

/* The pool's copy of text (NULL stays NULL), of its first length bytes, or of what the format says. */
const char *pool_text(struct pool *, const char *text);
const char *pool_text_n(struct pool *, const char *text, size_t length);
const char *pool_printf(struct pool *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The pool's copy of a list; its items must be of this pool. NULL when count is 0. */
const struct names *pool_names(struct pool *, const char *const *items, size_t count);

/* Memory that lives as long as the pool: zeroed, aligned for any type. */
void *pool_alloc(struct pool *, size_t size);

/* The pool's copy of the first length bytes if it has one, else NULL: nothing is added. */
const char *pool_find_n(const struct pool *, const char *text, size_t length);
