/* Finds the secrets in statements, so that no message shows them. */
#pragma once

#include "catalog/secret.h"

/*
 * The secrets in a statement (char *, to be freed with g_ptr_array_unref): constants behind PASSWORD or a name like it, passwords
 * in connection strings, and the same in the text of a body. And those in a connection string itself.
 */
GPtrArray *secret_find(const char *sql);
/* A text, such as the server's message, without these secrets; to be freed with g_free(). */
char *secret_hide(const char *text, const GPtrArray *secrets);
