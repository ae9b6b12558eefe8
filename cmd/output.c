/* Writes results to standard output, or to files, which are replaced completely or not at all. */
#include "cmd/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog/read/interrupt.h"

#define OUTPUT_ERROR (g_quark_from_static_string("output"))

static const char standard_output[] = "standard output";

enum { PIPE_PAUSE_US = 20000 };

/* A regular file that is being replaced. */
struct replacement {
	const char *path;	  /* as the user gave it */
	char *target;		  /* with symbolic links resolved */
	char *temporary, *before; /* in its directory: the new file, another name of the old one; NULL where there is none */
	bool existed, replaced;
};

static bool fail(const char *path, GError **error)
{
	g_set_error(error, OUTPUT_ERROR, 0, "%s: cannot be written: %s", path, g_strerror(errno));
	return false;
}

void output_init(void)
{
	/* a file size limit gives an error, as a full disk does, instead of killing the program */
	signal(SIGXFSZ, SIG_IGN);
	for (int descriptor = 0; descriptor <= STDERR_FILENO; descriptor++)
		if (fcntl(descriptor, F_GETFD) < 0)
			/* open() takes the lowest free number; its mode makes the intended use fail */
			open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static bool is_standard(const char *path)
{
	return !path || strcmp(path, "-") == 0;
}

static const char *name_of(const char *path, const char *standard)
{
	return is_standard(path) ? standard : path;
}

static bool write_stream(FILE *file, const char *name, const GString *text, GError **error)
{
	errno = 0;
	return (fwrite(text->str, 1, text->len, file) == text->len && fflush(file) == 0) || fail(name, error);
}

static bool is_pipe(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISFIFO(status.st_mode);
}

/*
 * Waits for a reader of a named pipe, a moment at a time: a signal that came just before open() would not end one that waits. NULL with
 * errno.
 */
static FILE *open_pipe(const char *path)
{
	int descriptor;

	while ((descriptor = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)) < 0 && errno == ENXIO && !interrupt_came())
		g_usleep(PIPE_PAUSE_US);
	if (descriptor < 0) {
		errno = errno == ENXIO ? EINTR : errno;
		return NULL;
	}
	fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
	return fdopen(descriptor, "w");
}

static bool write_directly(const char *path, const GString *text, GError **error)
{
	FILE *file = is_pipe(path) ? open_pipe(path) : fopen(path, "we");
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

/* Writes the new file. A symbolic link stays; its target is replaced. An existing file keeps its mode. */
static bool prepare(struct replacement *replacement, const GString *text, GError **error)
{
	const char *path = replacement->path;
	struct stat before;

	replacement->existed = stat(path, &before) == 0;
	replacement->target = replacement->existed ? realpath(path, NULL) : g_strdup(path);
	if (!replacement->target)
		return fail(path, error);
	replacement->temporary = g_strdup_printf("%s.XXXXXX", replacement->target);
	int descriptor = mkostemp(replacement->temporary, O_CLOEXEC);
	FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
	if (!file) {
		g_clear_pointer(&replacement->temporary, g_free);
		return fail(path, error);
	}
	bool good = write_stream(file, path, text, error);
	if (good && fchmod(descriptor, replacement->existed ? before.st_mode & 07777 : 0666 & ~mask()) != 0)
		good = fail(path, error);
	if (good && fsync(descriptor) != 0)
		good = fail(path, error);
	if (fclose(file) != 0 && good)
		good = fail(path, error);
	return good;
}

/* A rename is durable after the directory is synced; without that the files are still complete. */
static void sync_directory(const char *path)
{
	g_autofree char *directory = g_path_get_dirname(path);
	int descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (descriptor < 0)
		return;
	(void)fsync(descriptor);
	close(descriptor);
}

/* Renames the new file over the old one; keep: the old one stays under another name, for take_back(). */
static bool replace(struct replacement *replacement, bool keep, GError **error)
{
	if (keep && replacement->existed) {
		replacement->before = g_strconcat(replacement->temporary, ".old", NULL);
		/* where hard links are not supported the file is renamed, and missing for a moment */
		if (link(replacement->target, replacement->before) != 0 && rename(replacement->target, replacement->before) != 0) {
			g_clear_pointer(&replacement->before, g_free);
			return fail(replacement->path, error);
		}
	}
	if (rename(replacement->temporary, replacement->target) != 0) {
		fail(replacement->path, error);
		if (replacement->before)
			rename(replacement->before, replacement->target);
		return false;
	}
	replacement->replaced = true;
	sync_directory(replacement->target);
	return true;
}

static void take_back(struct replacement *replacement)
{
	if (replacement->before)
		rename(replacement->before, replacement->target);
	else if (!replacement->existed)
		unlink(replacement->target);
	/* if that fails, the old file still exists under its other name */
	g_clear_pointer(&replacement->before, g_free);
}

static void clear(struct replacement *replacement)
{
	if (replacement->temporary && !replacement->replaced)
		unlink(replacement->temporary);
	if (replacement->before)
		unlink(replacement->before);
	g_free(replacement->target);
	g_free(replacement->temporary);
	g_free(replacement->before);
}

static bool is_file(const char *path)
{
	struct stat status;

	return !is_standard(path) && (stat(path, &status) != 0 || S_ISREG(status.st_mode));
}

static bool write_or_prepare(const struct output *output, struct replacement *replacement, GError **error)
{
	if (is_standard(output->path))
		return write_stream(stdout, standard_output, output->text, error);
	if (!is_file(output->path))
		return write_directly(output->path, output->text, error);
	replacement->path = output->path;
	return prepare(replacement, output->text, error);
}

bool output_write(const struct output *outputs, size_t count, GError **error)
{
	g_autofree struct replacement *replacements = g_new0(struct replacement, count);
	bool good = true;

	interrupt_hold();
	/* files first: output to a pipe cannot be undone */
	for (int files = 1; files >= 0; files--)
		for (size_t i = 0; i < count && good; i++)
			if (is_file(outputs[i].path) == files && !replacements[i].path)
				good = write_or_prepare(&outputs[i], &replacements[i], error);
	if (good && interrupt_came()) {
		errno = EINTR;
		good = fail(name_of(outputs[0].path, standard_output), error);
	}
	for (size_t i = 0; i < count && good; i++)
		if (replacements[i].path)
			good = replace(&replacements[i], i + 1 < count, error);
	for (size_t i = 0; i < count && !good; i++)
		if (replacements[i].replaced)
			take_back(&replacements[i]);
	for (size_t i = 0; i < count; i++)
		clear(&replacements[i]);
	interrupt_release();
	return good;
}

bool output_finish(GError **error)
{
	errno = 0;
	return (fflush(stdout) == 0 && !ferror(stdout)) || fail(standard_output, error);
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

/*
 * A text that identifies a regular file regardless of its path; a file that does not exist yet by its directory and name. NULL: not
 * a regular file. Free it.
 */
static char *identity(const char *path, int standard)
{
	struct stat status;

	if ((is_standard(path) ? fstat(standard, &status) : stat(path, &status)) == 0)
		return S_ISREG(status.st_mode) ? g_strdup_printf("%ju:%ju", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino)
					       : NULL;
	if (is_standard(path))
		return NULL;
	g_autofree char *directory = g_path_get_dirname(path), *name = g_path_get_basename(path);
	return stat(directory, &status) == 0
		       ? g_strdup_printf("%ju:%ju/%s", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino, name)
		       : NULL;
}

bool output_check_apart(const char *const *outputs, size_t count, const char *const *inputs, size_t input_count, GError **error)
{
	for (size_t i = 0; i < count; i++) {
		g_autofree char *output = identity(outputs[i], STDOUT_FILENO);
		for (size_t j = 0; j < i; j++) {
			g_autofree char *other = identity(outputs[j], STDOUT_FILENO);
			if ((is_standard(outputs[i]) && is_standard(outputs[j])) || (output && g_strcmp0(output, other) == 0)) {
				g_set_error(error, OUTPUT_ERROR, 0, "%s: both scripts would be written there, give two files",
					name_of(outputs[i], standard_output));
				return false;
			}
		}
		for (size_t j = 0; j < input_count; j++) {
			g_autofree char *input = inputs[j] ? identity(inputs[j], STDIN_FILENO) : NULL;
			if (output && g_strcmp0(output, input) == 0) {
				g_set_error(error, OUTPUT_ERROR, 0,
					"%s: the script would be written over what is read, give another file",
					name_of(outputs[i], standard_output));
				return false;
			}
		}
	}
	return true;
}
