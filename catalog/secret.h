/* Passwords in options and connection strings: they are never written, and not compared. See attribute.secrets. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct pool;
struct names;

/* Replaces a secret; a list with only this is one that the reader was not permitted to see. */
#define SECRET "${secret}"

/* Whether name=value is an option whose value is a secret, by its name: password, sslpassword, client_secret... */
bool secret_is_option(const char *option);
/* "password=${secret}" for "password=abc"; other options unchanged. In the pool, as the option must be. */
const char *secret_hide_option(struct pool *, const char *option);
/* A libpq connection string, of either form, with its passwords hidden. In the pool. */
const char *secret_hide_connection(struct pool *, const char *text);

GPtrArray *secret_find_in_connection(const char *text);

/* Whether the options are equal, ignoring secrets. */
bool secret_same_options(const struct names *, const struct names *);
/* The same of connection strings; one that the reader was not allowed to see (NULL) is like any other. */
bool secret_same_connection(const char *, const char *);
/* Whether the reader was not allowed to see the options. */
bool secret_is_unknown(const struct names *);
