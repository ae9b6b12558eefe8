/* Asking for a password. */
#pragma once

#include <glib.h>

/*
 * Asks on the terminal of the process, whatever its streams are, without showing what is typed. Where there is none it is a line of
 * standard input; what follows that line is not read. NULL and an error where there is neither.
 */
char *password_ask(const char *prompt, GError **);
/* Overwrites it, then frees it; NULL is fine. */
void password_free(char *);
