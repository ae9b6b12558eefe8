/*
 * Tenants: schemas of one database, each of which gets all changes, as if it were a database. Changes do not name the schema: it is
 * the first one of search_path. The project names one schema, which stands for each of them in expect/ and search_path.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/environment.h"
#include "migrate/project.h"

/*
 * The schemas that the environment's query returns, in its order; char *, owned. NULL with MIGRATE_USAGE for a query that fails,
 * returns no row, a duplicate, or a schema of the system or the registry; MIGRATE_CONNECTION.
 */
GPtrArray *tenants_read(const struct environment *, GError **);

/* The path with the tenant's schema instead of the project's, or else before the rest; path NULL: pg_catalog. Free it. */
char *tenant_path(const struct project *, const char *tenant, const char *path);

/* The schema names to replace in a snapshot of the tenant, by the project's; NULL: they are equal. */
GPtrArray *tenant_names(const struct project *, const char *tenant);

/* Whether the project can have tenants: it names exactly one schema. MIGRATE_USAGE. */
bool tenant_project_check(const struct project *, GError **);

/*
 * Whether no statement (struct script_statement) names a schema of a tenant or their placeholder: it would change that schema for
 * each tenant. MIGRATE_FILES with file:line:column.
 */
bool tenant_check(const struct project *, const struct environment *, const char *file, const char *text,
	const GPtrArray *statements, GError **);
