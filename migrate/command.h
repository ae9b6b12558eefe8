/* Commands that settings name, such as password_command. */
#pragma once

#include <glib.h>

/*
 * The output of a command of /bin/sh, without trailing white space; free it. Its standard error goes to the user. NULL with
 * MIGRATE_USAGE; the message begins with what and never contains the output.
 */
char *command_output(const char *command, const char *what, GError **);
