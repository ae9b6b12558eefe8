/*
 * For servers newer than the newest known version: finds catalog columns that are not in the ledger, catalog/read/columns, so that
 * objects may be incompletely described.
 */
#pragma once

enum { NEWEST_KNOWN = 18 };

/* SELECT "catalog.column" of each such column, in order. Free it. */
char *newer_sql(void);
