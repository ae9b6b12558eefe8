/* Asking for a password. */
#pragma once

#include <glib.h>

/*
 * Asks on the terminal of the process, even if its streams are redirected, without echo. Without a terminal it reads one line of
 * standard input, and nothing after it. NULL with an error where neither can be read. password_free() it.
 */
char *password_ask(const char *prompt, GError **);
/* Overwrites the password, then frees it; NULL is allowed. */
void password_free(char *);
