/* Commands that settings name. */
#include "migrate/command.h"

#include <string.h>

#include "migrate/status.h"

char *command_output(const char *command, const char *what, GError **error)
{
	char *arguments[] = { (char *)"/bin/sh", (char *)"-c", (char *)command, NULL };
	char *out = NULL;
	int status = 0;
	g_autoptr(GError) failure = NULL;

	if (!g_spawn_sync(NULL, arguments, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, &out, NULL, &status, &failure))
		migrate_fail(error, MIGRATE_USAGE, "%s: its command cannot be run: %s", what, failure->message);
	else if (!g_spawn_check_wait_status(status, &failure))
		migrate_fail(error, MIGRATE_USAGE, "%s: its command failed: %s", what, failure->message);
	else if (!g_utf8_validate(out, -1, NULL))
		migrate_fail(error, MIGRATE_USAGE, "%s: its command prints what is not UTF-8", what);
	else {
		g_strchomp(out);
		return out;
	}
	if (out)
		explicit_bzero(out, strlen(out));
	g_free(out);
	return NULL;
}
