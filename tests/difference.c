/* How two texts differ, by diff -u. */
#include "tests/difference.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <stdlib.h>
#include <unistd.h>

static void write_temporary(char *path, const char *text)
{
	int file = g_mkstemp(path);

	cr_assert(file >= 0, "%s cannot be made", path);
	close(file);
	cr_assert(g_file_set_contents(path, text, -1, NULL), "%s cannot be written", path);
}

char *text_difference(const char *expected, const char *text)
{
	char old[] = "/tmp/expected.XXXXXX", new[] = "/tmp/found.XXXXXX", *difference = NULL;
	const char *command[] = { "diff", "-u", "--label", "expected", "--label", "found", old, new, NULL };
	g_autoptr(GError) error = NULL;

	write_temporary(old, expected);
	write_temporary(new, text);
	bool good = g_spawn_sync(NULL, (char **)command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &difference, NULL, NULL, &error);
	unlink(old);
	unlink(new);
	return good ? difference : g_strdup(error->message);
}
