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

/*
 * The secrets in a statement (char *, to be freed with g_ptr_array_unref): constants behind PASSWORD or a name like it, passwords
 * in connection strings, and the same in the text of a body. And those in a connection string itself.
 */
GPtrArray *secret_find(const char *sql);
GPtrArray *secret_find_in_connection(const char *text);
/* A text, such as the server's message, without these secrets; to be freed with g_free(). */
char *secret_hide(const char *text, const GPtrArray *secrets);

/* Equal as far as can be told: the same options, secrets left aside. */
bool secret_same_options(const struct names *, const struct names *);
/* The same of connection strings; one that the reader was not allowed to see (NULL) is like any other. */
bool secret_same_connection(const char *, const char *);
/* Whether the reader was not allowed to see the options. */
bool secret_is_unknown(const struct names *);
