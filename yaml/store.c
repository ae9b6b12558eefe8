/* Opens files component by component, without following symbolic links. */
#include "yaml/store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "yaml/error.h"

enum {
	FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
	NEW_FILE = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	TRIES = 100
};

/* A written file that is to be renamed. Both paths are relative. */
struct pending {
	char *file, *temporary;
};

static void pending_free(gpointer pointer)
{
	struct pending *pending = pointer;

	g_free(pending->file);
	g_free(pending->temporary);
	g_free(pending);
}

bool store_open(struct store *store, const char *path, GError **error)
{
	*store = (struct store){ .path = path, .descriptor = -1 };
	if (g_mkdir_with_parents(path, 0777) != 0)
		return yaml_fail(error, YAML_ERROR_FILE, path, 0, 0, "cannot be made: %s", g_strerror(errno));
	store->descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (store->descriptor < 0)
		return yaml_fail(error, YAML_ERROR_FILE, path, 0, 0, "cannot be opened: %s", g_strerror(errno));
	store->pending = g_ptr_array_new_with_free_func(pending_free);
	return true;
}

void store_close(struct store *store)
{
	for (guint i = 0; store->pending && i < store->pending->len; i++)
		store_remove(store, ((const struct pending *)store->pending->pdata[i])->temporary);
	g_clear_pointer(&store->pending, g_ptr_array_unref);
	if (store->descriptor >= 0)
		close(store->descriptor);
}

/*
 * Opens the directory of a relative path; *name is the path's last component. -1 and errno where a component is invalid, or a link.
 */
static int open_folder(const struct store *store, const char *file, bool make, const char **name)
{
	int folder = dup(store->descriptor);

	for (const char *slash; folder >= 0 && (slash = strchr(file, '/')); file = slash + 1) {
		g_autofree char *component = g_strndup(file, (gsize)(slash - file));
		int next = -1;

		if (!*component || strcmp(component, ".") == 0 || strcmp(component, "..") == 0)
			errno = EINVAL;
		else if (!make || mkdirat(folder, component, 0777) == 0 || errno == EEXIST)
			next = openat(folder, component, FOLDER);
		int problem = errno;
		close(folder);
		errno = problem;
		folder = next;
	}
	*name = file;
	return folder;
}

static bool is_regular(int folder, const char *name)
{
	struct stat status;

	return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode);
}

FILE *store_read(const struct store *store, const char *file)
{
	const char *name;
	int folder = open_folder(store, file, false, &name), descriptor = -1;

	if (folder >= 0 && is_regular(folder, name))
		descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (folder >= 0)
		close(folder);
	return descriptor < 0 ? NULL : fdopen(descriptor, "r");
}

static bool write_all(int descriptor, const GString *content)
{
	for (gsize at = 0; at < content->len;) {
		ssize_t written = write(descriptor, content->str + at, content->len - at);
		if (written < 0 && errno != EINTR)
			return false;
		at += (gsize)MAX(written, 0);
	}
	return true;
}

/* Creates a temporary file in the same directory; *temporary is its name. */
static int open_temporary(int folder, const char *name, char **temporary)
{
	int descriptor = -1;

	for (int i = 0; i < TRIES && descriptor < 0; i++) {
		g_free(*temporary);
		/* a file name has at most 255 bytes */
		*temporary = g_strdup_printf(".%.200s.%08x", name, g_random_int());
		descriptor = openat(folder, *temporary, NEW_FILE, 0666);
		if (descriptor < 0 && errno != EEXIST)
			break;
	}
	return descriptor;
}

static bool write_temporary(int folder, const char *name, const GString *content, char **temporary)
{
	int descriptor = open_temporary(folder, name, temporary);
	bool good = descriptor >= 0 && write_all(descriptor, content);

	if (descriptor >= 0 && close(descriptor) != 0)
		good = false;
	if (!good && descriptor >= 0) {
		int problem = errno;
		unlinkat(folder, *temporary, 0);
		errno = problem;
	}
	return good;
}

static bool fail(const struct store *store, const char *file, bool in_folder, GError **error)
{
	int problem = errno;
	g_autofree char *path = g_build_filename(store->path, file, NULL);

	if (!in_folder && (problem == ELOOP || problem == ENOTDIR))
		return yaml_fail(error, YAML_ERROR_FILE, path, 0, 0,
			"cannot be written: what should be its directory is a symbolic link, or none; links are not followed");
	return yaml_fail(error, YAML_ERROR_FILE, path, 0, 0, "cannot be written: %s", g_strerror(problem));
}

bool store_write(struct store *store, const char *file, const GString *content, GError **error)
{
	g_autofree char *temporary = NULL;
	const char *name;
	int folder = open_folder(store, file, true, &name);

	if (folder < 0 || !write_temporary(folder, name, content, &temporary)) {
		fail(store, file, folder >= 0, error);
		if (folder >= 0)
			close(folder);
		return false;
	}
	close(folder);
	struct pending *pending = g_new(struct pending, 1);
	*pending = (struct pending){ g_strdup(file), g_strdup_printf("%.*s%s", (int)(name - file), file, temporary) };
	g_ptr_array_add(store->pending, pending);
	return true;
}

bool store_commit(struct store *store, GError **error)
{
	while (store->pending->len) {
		const struct pending *pending = store->pending->pdata[store->pending->len - 1];
		const char *name, *temporary = strrchr(pending->temporary, '/');
		int folder = open_folder(store, pending->file, false, &name);
		bool good = folder >= 0 && renameat(folder, temporary ? temporary + 1 : pending->temporary, folder, name) == 0;
		if (!good)
			fail(store, pending->file, folder >= 0, error);
		if (folder >= 0)
			close(folder);
		if (!good)
			return false;
		g_ptr_array_set_size(store->pending, (gint)store->pending->len - 1);
	}
	return true;
}

void store_remove(const struct store *store, const char *file)
{
	g_autofree char *path = g_strdup(file);
	const char *name;
	int folder = open_folder(store, path, false, &name);

	if (folder < 0)
		return;
	bool removed = is_regular(folder, name) && unlinkat(folder, name, 0) == 0;
	close(folder);
	for (char *slash; removed && (slash = strrchr(path, '/'));) {
		*slash = '\0';
		folder = open_folder(store, path, false, &name);
		removed = folder >= 0 && unlinkat(folder, name, AT_REMOVEDIR) == 0;
		if (folder >= 0)
			close(folder);
	}
}
