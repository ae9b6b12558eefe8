/*
 * Tenants: schemas of one database, each of which gets all changes, as if it were a database of its own. Changes do not name the
 * schema: it is the first one of the search_path. The project tells one schema, which stands for each of them in expect/ and search_path.
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "migrate/environment.h"
#include "migrate/project.h"

/*
 * The schemas that the environment's query names, in its order; char *, owned. MIGRATE_USAGE for a query that fails, or gives none, one
 * twice, or one of the system's or the registry's; MIGRATE_CONNECTION.
 */
GPtrArray *tenants_read(const struct environment *, GError **);

/* The same on a connection, in a transaction of its own: to a copy of the environment's database, or a standby. */
GPtrArray *tenants_query(PGconn *, const struct environment *, GError **);

/* The path with the tenant's schema where it has the project's, or else before it; NULL: pg_catalog. Free it. */
char *tenant_path(const struct project *, const char *tenant, const char *path);

/* What a snapshot of the tenant is to be told: that its schema is the project's; NULL: they have one name. */
GPtrArray *tenant_names(const struct project *, const char *tenant);

/* Whether the project can have tenants: it tells exactly one schema. MIGRATE_USAGE. */
bool tenant_project_check(const struct project *, GError **);

/*
 * Whether no statement (struct script_statement) names a schema that is one of the tenants or stands for them: it would work on that one
 * each time. MIGRATE_FILES with file:line:column.
 */
bool tenant_check(const struct project *, const struct environment *, const char *file, const char *text,
	const GPtrArray *statements, GError **);
