/* Reads files, and computes positions in them. */
#include "migrate/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 256 * 1024 * 1024 };

char *file_path(const char *directory, const char *path)
{
	return strcmp(directory, ".") == 0 ? g_strdup(path) : g_build_filename(directory, path, NULL);
}

static bool fail(const char *path, int number, GError **error)
{
	return migrate_fail(error, MIGRATE_FILES, "%s: cannot be read: %s", path, g_strerror(number));
}

/* Reads up to size bytes; false with errno. */
static bool read_some(int descriptor, char *bytes, size_t size, size_t *length)
{
	ssize_t got = 1;

	for (*length = 0; *length < size && got != 0; *length += (size_t)MAX(got, 0)) {
		got = read(descriptor, bytes + *length, size - *length);
		if (got < 0 && errno != EINTR)
			return false;
	}
	return true;
}

static char *read_all(int descriptor, const char *path, size_t *length, GError **error)
{
	struct stat status;

	if (fstat(descriptor, &status) != 0)
		fail(path, errno, error);
	else if (!S_ISREG(status.st_mode))
		migrate_fail(error, MIGRATE_FILES, "%s: is no regular file", path);
	else if (status.st_size > FILE_MAX)
		migrate_fail(error, MIGRATE_FILES, "%s: is larger than %d MB", path, FILE_MAX / (1024 * 1024));
	else {
		g_autofree char *bytes = g_malloc((size_t)status.st_size + 1);
		if (lseek(descriptor, 0, SEEK_SET) != 0 || !read_some(descriptor, bytes, (size_t)status.st_size, length)) {
			fail(path, errno, error);
			return NULL;
		}
		bytes[*length] = '\0';
		return g_steal_pointer(&bytes);
	}
	return NULL;
}

/* Most files are small: one read() that ends before the buffer does has the whole file. */
static char *read_file(int descriptor, const char *path, size_t *length, GError **error)
{
	char small[16 * 1024];
	ssize_t got = read(descriptor, small, sizeof(small));

	if (got <= 0 || (size_t)got == sizeof(small))
		return read_all(descriptor, path, length, error);
	*length = (size_t)got;
	char *bytes = g_malloc(*length + 1);
	memcpy(bytes, small, *length);
	bytes[*length] = '\0';
	return bytes;
}

char *file_read(const char *path, size_t *length, GError **error)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* O_NONBLOCK: does not wait for a pipe's writer */

	if (descriptor < 0) {
		fail(path, errno, error);
		return NULL;
	}
	char *bytes = read_file(descriptor, path, length, error);
	close(descriptor);
	return bytes;
}

void file_hash(const char *bytes, size_t length, char sha256[65])
{
	static const char digits[] = "0123456789abcdef";
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize size = sizeof(digest);

	for (size_t done = 0; done < length;) { /* GLib's lengths are signed */
		size_t part = MIN(length - done, (size_t)G_MAXINT);
		g_checksum_update(sum, (const guchar *)bytes + done, (gssize)part);
		done += part;
	}
	g_checksum_get_digest(sum, digest, &size);
	for (gsize i = 0; i < size; i++) {
		sha256[2 * i] = digits[digest[i] >> 4];
		sha256[2 * i + 1] = digits[digest[i] & 15];
	}
	sha256[2 * size] = '\0';
}

/* Counts UTF-8 characters: bytes that are not continuation bytes, even if invalid. */
static size_t count_characters(const char *start, const char *end)
{
	size_t count = 0;

	for (; start < end; start++)
		count += ((unsigned char)*start & 0xC0) != 0x80;
	return count;
}

struct position position_of(const char *text, const char *at)
{
	struct position position = { 1, 1 };
	const char *line = text;

	for (const char *end; (end = memchr(line, '\n', (size_t)(at - line))); line = end + 1)
		position.line++;
	position.column += count_characters(line, at);
	return position;
}

bool position_fail(
	GError **error, enum migrate_status status, const char *path, const char *text, const char *at, const char *format, ...)
{
	struct position position = position_of(text, at);
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return migrate_fail(error, status, "%s:%zu:%zu: %s", path, position.line, position.column, message);
}
