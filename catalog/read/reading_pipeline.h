/*
 * Queries sent, and their results taken, in the pipelines of the connections that read: the manual, "Pipeline Mode". Each returns false
 * where it fails; those that take results with an error.
 */
#pragma once

#include "catalog/read/reading.h"

/* The connection that reads the kind; of NULL, what is about no kind, the first one. */
PGconn *reading_pipeline_of(const struct reading *, const struct kind *);

bool reading_pipeline_send(PGconn *, const char *sql);

/* Takes the results of the next query in the connection's pipeline, row by row; the reader of rows may be NULL. */
bool reading_pipeline_take(PGconn *, struct reading *, const struct kind *, row_reader, GError **);
/* The point of synchronization, at the end of a pipeline. */
bool reading_pipeline_take_sync(PGconn *, GError **);

/* Sets the error to the message of the connection; always false. */
bool reading_pipeline_fail(PGconn *, GError **);
