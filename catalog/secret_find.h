/* Finds the secrets in statements, so that no message shows them. */
#pragma once

#include "catalog/secret.h"

/*
 * The secrets in a statement (char *, free with g_ptr_array_unref()): constants after PASSWORD or a similar name, passwords in
 * connection strings, and those in the text of a body. And those in a connection string.
 */
GPtrArray *secret_find(const char *sql);
/* A text, such as the server's message, with these secrets hidden; free it with g_free(). */
char *secret_hide(const char *text, const GPtrArray *secrets);
