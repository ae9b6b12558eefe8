/*
 * Passwords in options and connection strings: they are never written, and nobody can tell whether two of them are the same. See
 * attribute.secrets.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct pool;
struct names;

/* What stands in the place of a secret; a list of it alone is one that the reader was not allowed to see. */
#define SECRET "${secret}"

/* Whether name=value is an option whose value is a secret, by its name: password, sslpassword, client_secret... */
bool secret_is_option(const char *option);
/* "password=${secret}" for "password=abc"; other options as they are. Of the pool, as the option must be. */
const char *secret_hide_option(struct pool *, const char *option);
/* A libpq connection string, of either form, with its passwords hidden. Of the pool. */
const char *secret_hide_connection(struct pool *, const char *text);

GPtrArray *secret_find_in_connection(const char *text);

/* Equal as far as can be told: the same options, secrets left aside. */
bool secret_same_options(const struct names *, const struct names *);
/* The same of connection strings; one that the reader was not allowed to see (NULL) is like any other. */
bool secret_same_connection(const char *, const char *);
/* Whether the reader was not allowed to see the options. */
bool secret_is_unknown(const struct names *);
