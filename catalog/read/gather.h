/*
 * Receives what servers send while the program does something else: a server process stops as soon as the buffers between it and the
 * program are full.
 */
#pragma once

#include <libpq-fe.h>

struct gather;

/*
 * Begins to receive for the connections, in a thread; the second one may be NULL. Until gather_end() nobody else may use them. libpq
 * keeps what comes; there is a limit to it, beyond which the server waits as usual.
 */
struct gather *gather_begin(PGconn *, PGconn *second);

/* Ends it, and frees it; NULL is allowed. An error of a connection is found by whoever uses it next. */
void gather_end(struct gather *);
