/*
 * Catalogs that hold nothing of the user's in most databases: one query finds those that do, and the kinds of the others need not
 * be asked for.
 */
#pragma once

#include <stdbool.h>

struct kind;

/* SELECT the names of those of these catalogs that hold something. Free it. */
char *sparse_sql(void);
/* Whether the kind is read from one of these catalogs, and its name as sparse_sql() says it; else NULL. */
const char *sparse_catalog(const struct kind *);
/* What sparse_sql() says where users have made an extension: the server's own have the same catalog. */
extern const char sparse_extensions[];
/* The same where the database has the catalogs of Citus. */
extern const char sparse_distribution[];
