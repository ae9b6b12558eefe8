/* Where an installed PostgreSQL server of a major version is. */
#include "prove/binaries.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "prove/error.h"

/* Where packages put each major version, besides the folders of PATH. */
static const char *const layouts[] = { "/usr/lib/postgresql/%d/bin", "/usr/pgsql-%d/bin" };

static const char *const programs[] = { "initdb", "pg_ctl", "postgres", "pg_dump" };

enum { OLDEST = 13, NEWEST = 30 };

static bool has_all(const char *folder)
{
	for (size_t i = 0; i < G_N_ELEMENTS(programs); i++) {
		g_autofree char *path = g_build_filename(folder, programs[i], NULL);
		if (!g_file_test(path, G_FILE_TEST_IS_EXECUTABLE))
			return false;
	}
	return true;
}

/* Parses initdb's output: "initdb (PostgreSQL) 15.18 (Debian 15.18-1)". */
static int major_of(const char *folder)
{
	g_autofree char *path = has_all(folder) ? g_build_filename(folder, programs[0], NULL) : NULL, *text = NULL;
	char *command[] = { path, "--version", NULL };
	int status;

	if (!path || !g_spawn_sync(NULL, command, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &text, NULL, &status, NULL) ||
		status != 0)
		return 0;
	return atoi(text + strcspn(text, "0123456789"));
}

static char *find(int major)
{
	g_auto(GStrv) path = g_strsplit(g_getenv("PATH") ? g_getenv("PATH") : "", ":", -1);

	for (char **folder = path; *folder; folder++)
		if (g_path_is_absolute(*folder) && major_of(*folder) == major)
			return g_strdup(*folder);
	for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++) {
		g_autofree char *folder = g_strdup_printf(layouts[i], major);
		if (major_of(folder) == major)
			return g_steal_pointer(&folder);
	}
	return NULL;
}

char *binaries_find(int major, GError **error)
{
	char *folder = find(major);

	if (!folder)
		g_set_error(error, PROVE_ERROR, PROVE_NO_SERVER,
			"no server of PostgreSQL %d is installed here: install Debian's package postgresql-%d, or name a server "
			"by --scratch",
			major, major);
	return folder;
}

int binaries_newest(void)
{
	for (int major = NEWEST; major >= OLDEST; major--) {
		g_autofree char *folder = find(major);
		if (folder)
			return major;
	}
	return 0;
}
