/*
 * A server's socket before the throwaway server's, which counts the messages that pass, in either direction and over all
 * connections, and does something when the one of that number is about to pass: so every step of a program can be reached. It runs
 * in a thread of its own.
 */
#pragma once

#include <stdbool.h>

struct proxy;

/* The directory gets the socket; act is called once, in the thread, and tells whether the connection goes on. at 0: never. */
struct proxy *proxy_start(const char *directory, unsigned at, bool (*act)(void *data), void *data);
/* Ends it, and tells how many messages there were. */
unsigned proxy_stop(struct proxy *);
