/* Removes folders. */
#include "migrate/remove.h"

#include <glib.h>
#include <glib/gstdio.h>

void tree_remove(const char *path)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	const char *name;

	while (folder && (name = g_dir_read_name(folder))) {
		g_autofree char *inner = g_build_filename(path, name, NULL);
		if (g_file_test(inner, G_FILE_TEST_IS_DIR) && !g_file_test(inner, G_FILE_TEST_IS_SYMLINK))
			tree_remove(inner);
		else
			g_unlink(inner);
	}
	g_rmdir(path);
}
