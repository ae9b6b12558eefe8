/*
 * Servers newer than any that is known: what their catalogs have that the ledger, catalog/read/columns, does not tell of may be
 * missing from what is read.
 */
#pragma once

enum { NEWEST_KNOWN = 18 };

/* SELECT "catalog.column" of each such column, in order. Free it. */
char *newer_sql(void);
