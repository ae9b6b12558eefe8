/* Commands that settings name, such as password_command. */
#pragma once

#include <glib.h>

/*
 * What a command of /bin/sh prints, without white space at its end; free it. What it says on standard error the user sees. what
 * begins the message of an error, which never has any of its output: MIGRATE_USAGE.
 */
char *command_output(const char *command, const char *what, GError **);
