/* Queries and statements sent to a place; the place is a database, and is connected first. */
#pragma once

#include "cmd/place.h"

/*
 * The first row of a query, its columns as texts. The query runs in its own transaction, which the statements before
 * (NULL-terminated) begin, and which is rolled back; databases only. The text cannot contain several statements. NULL with an error
 * where it fails. Free it with g_strfreev().
 */
char **place_row(struct place *, const char *const *before, const char *sql, GError **);

/*
 * The two columns of a query's rows as a table from the first to the second, with an empty search_path; databases only. NULL with
 * an error.
 */
GHashTable *place_texts(struct place *, const char *sql, GError **);

/*
 * The output of COPY TO STDOUT for each of the statements (char *), in one read-only transaction with one snapshot; rows hidden by
 * policies are an error. GString *, in the order of the statements; databases only. NULL with an error.
 */
GPtrArray *place_copy(struct place *, const GPtrArray *statements, GError **);

/* The first column of a query's rows, as a set; databases only. NULL with an error. */
GHashTable *place_lookup(struct place *, const char *sql, GError **);

/*
 * Runs the statements (char *) in one transaction; databases only. False with an error that gives the failed statement, the reason,
 * and whether anything was changed, as far as known.
 */
bool place_run(struct place *, const GPtrArray *statements, GError **);

/*
 * Runs one statement outside transactions; databases only. hear gets messages that it gives meanwhile, such as INFO; NULL: nobody.
 * False with an error.
 */
bool place_run_alone(struct place *, const char *sql, void (*hear)(const char *message), GError **);
