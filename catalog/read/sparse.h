/* Catalogs without rows of users in most databases: one query finds those with rows, and the kinds of the others are not read. */
#pragma once

#include <stdbool.h>

struct kind;

/* SELECT the names of those of these catalogs that hold something. Free it. */
char *sparse_sql(void);
/* The catalog's name in the result of sparse_sql() if the kind is read from it; else NULL. */
const char *sparse_catalog(const struct kind *);
/* The name in sparse_sql() for extensions created by users: the server's own are in the same catalog. */
extern const char sparse_extensions[];
/* The same where the database has the catalogs of Citus. */
extern const char sparse_distribution[];
