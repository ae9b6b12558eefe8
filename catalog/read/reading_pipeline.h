/*
 * Queries sent, and their results taken, in the pipelines of the connections that read: the manual, "Pipeline Mode". Each returns false
 * where it fails; those that take results with an error.
 */
#pragma once

#include "catalog/read/reading.h"

/* The connection that reads the kind; of NULL, what is about no kind, the first one. */
PGconn *reading_pipeline_of(const struct reading *, const struct kind *);

bool reading_pipeline_send(PGconn *, const char *sql);

/*
 * Waits at most so many milliseconds (-1: for ever) for events of poll() at the connection's socket, or for input of the other
 * connection (NULL: there is none), which libpq then keeps. Whether the first of these came.
 */
bool reading_pipeline_wait(PGconn *, short events, PGconn *other, int milliseconds);

/* Takes the results of the next query in the connection's pipeline, row by row; the reader of rows may be NULL. */
bool reading_pipeline_take(PGconn *, struct reading *, const struct kind *, row_reader, GError **);
/* The point of synchronization, at the end of a pipeline. */
bool reading_pipeline_take_sync(PGconn *, GError **);

/* Takes what is left of a pipeline, wherever it stopped, and leaves pipeline mode. False where the connection is lost. */
bool reading_pipeline_drain(PGconn *);

/* Sets the error to the message of the connection; always false. */
bool reading_pipeline_fail(PGconn *, GError **);
