/* Writing results: to standard output, or to files that are either as before or complete. */
#include "cmd/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OUTPUT_ERROR (g_quark_from_static_string("output"))

static bool fail(const char *path, GError **error)
{
	g_set_error(error, OUTPUT_ERROR, 0, "%s: cannot be written: %s", path, g_strerror(errno));
	return false;
}

static bool write_stream(FILE *file, const char *name, const GString *text, GError **error)
{
	errno = 0;
	return (fwrite(text->str, 1, text->len, file) == text->len && fflush(file) == 0) || fail(name, error);
}

static bool write_directly(const char *path, const GString *text, GError **error)
{
	FILE *file = fopen(path, "we");
	bool good = file && write_stream(file, path, text, error);

	if (!file)
		return fail(path, error);
	if (fclose(file) != 0 && good)
		return fail(path, error);
	return good;
}

static mode_t mask(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return mask;
}

/* A link stays one: what it leads to is replaced. An existing file keeps its mode. */
static bool write_file(const char *path, const struct stat *before, const GString *text, GError **error)
{
	g_autofree char *linked = before ? realpath(path, NULL) : NULL;
	const char *target = linked ? linked : path;
	g_autofree char *temporary = g_strdup_printf("%s.XXXXXX", target);
	int descriptor = mkostemp(temporary, O_CLOEXEC);
	FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
	bool good;

	if (!file)
		return fail(path, error);
	good = write_stream(file, path, text, error);
	if (good && fchmod(descriptor, before ? before->st_mode & 07777 : 0666 & ~mask()) != 0)
		good = fail(path, error);
	if (good && fsync(descriptor) != 0)
		good = fail(path, error);
	if (fclose(file) != 0 && good)
		good = fail(path, error);
	if (good && rename(temporary, target) != 0)
		good = fail(path, error);
	if (!good)
		unlink(temporary);
	return good;
}

static bool is_standard(const char *path)
{
	return !path || strcmp(path, "-") == 0;
}

bool output_write(const char *path, const GString *text, GError **error)
{
	struct stat before;

	if (is_standard(path))
		return write_stream(stdout, "standard output", text, error);
	if (stat(path, &before) != 0)
		return write_file(path, NULL, text, error);
	return S_ISREG(before.st_mode) ? write_file(path, &before, text, error) : write_directly(path, text, error);
}

bool output_check(const char *path, GError **error)
{
	g_autofree char *directory = path ? g_path_get_dirname(path) : NULL;
	struct stat before;

	if (is_standard(path))
		return true;
	if (stat(path, &before) == 0 && S_ISDIR(before.st_mode)) {
		errno = EISDIR;
		return fail(path, error);
	}
	if (stat(path, &before) == 0 && !S_ISREG(before.st_mode))
		return access(path, W_OK) == 0 || fail(path, error);
	return access(directory, W_OK | X_OK) == 0 || fail(path, error);
}
