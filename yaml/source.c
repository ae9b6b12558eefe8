/* Reads and checks the bytes of a document. */
#include "yaml/source.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "yaml/error.h"

enum { MARKER_LENGTH = 7 };

static bool too_large(const struct source *source, GError **error)
{
	return yaml_fail(error, YAML_ERROR_SYNTAX, source->name, 0, 0, "larger than the %d MB that a document may have",
		SOURCE_MAX / (1024 * 1024));
}

bool source_init(struct source *source, const char *name, FILE *file, GError **error)
{
	struct stat status;

	*source = (struct source){ .name = name, .file = file, .line = 1, .column = 1 };
	if (fileno(file) < 0 || fstat(fileno(file), &status) != 0)
		return true;
	if (S_ISDIR(status.st_mode))
		return yaml_fail(error, YAML_ERROR_FILE, name, 0, 0, "is a directory, expected a file");
	if (S_ISREG(status.st_mode) && status.st_size > SOURCE_MAX)
		return too_large(source, error);
	return true;
}

/* Whether YAML allows the character unescaped. */
static bool is_allowed(gunichar c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7F) || c == 0x85 ||
	       (c >= 0xA0 && c != 0xFEFF && c != 0xFFFE && c != 0xFFFF);
}

/*
 * Whether the current line is a conflict marker of git: <<<<<<< name, ||||||| name, =======, >>>>>>> name. Valid YAML has no such
 * lines, since texts of several lines are indented. A piece may end within the marker, so the run is kept.
 */
static bool is_conflict(struct source *source, const unsigned char *text, size_t length)
{
	size_t i = 0;

	if (source->column == 1)
		source->run = 0;
	if (source->run != source->column - 1)
		return false;
	for (; i < length && source->run < MARKER_LENGTH && memchr("<|=>", text[i], 4) &&
		(!source->run || text[i] == source->marker);
		i++) {
		source->marker = text[i];
		source->run++;
	}
	return source->run == MARKER_LENGTH && i < length && memchr(" \r\n", text[i], 3);
}

static bool conflict(const struct source *source, GError **error)
{
	g_autofree char *marker = g_strnfill(MARKER_LENGTH, (char)source->marker);

	return yaml_fail(error, YAML_ERROR_SYNTAX, source->name, source->line, 1,
		"%s marks a conflict of a merge: choose what is wanted, and take the marker out", marker);
}

/* Checks complete characters; *done is the number of their bytes. An unfinished character may remain at the end. */
static bool check(struct source *source, const unsigned char *text, size_t length, size_t *done, GError **error)
{
	size_t i = 0;

	while (i < length) {
		/* most of a document is printable ASCII */
		size_t plain = i;
		if (source->column <= MARKER_LENGTH + 1 && is_conflict(source, text + i, length - i))
			return conflict(source, error);
		while (plain < length && text[plain] >= 0x20 && text[plain] < 0x7F)
			plain++;
		source->column += plain - i;
		if ((i = plain) == length)
			break;

		gunichar c = text[i];
		size_t size = 1;

		if (c >= 0x80) {
			c = g_utf8_get_char_validated((const char *)text + i, (gssize)(length - i));
			if (c == (gunichar)-2 && length - i < sizeof(source->carry) && text[i] < 0xF5)
				break;
			if (c == (gunichar)-1 || c == (gunichar)-2)
				return yaml_fail(error, YAML_ERROR_SYNTAX, source->name, source->line, source->column,
					"byte 0x%02X is not UTF-8", text[i]);
			size = (size_t)g_unichar_to_utf8(c, NULL);
		}
		if (!is_allowed(c))
			return yaml_fail(error, YAML_ERROR_SYNTAX, source->name, source->line, source->column,
				"character U+%04X cannot stand here as it is, expected an escape in double quotes", c);
		source->column++;
		if (c == '\n') {
			source->line++;
			source->column = 1;
		}
		i += size;
	}
	*done = i;
	return true;
}

/* Detects UTF-16 by its byte order mark, or by the zero byte in its first character. */
static bool is_utf16(const unsigned char *text, size_t length)
{
	return length >= 2 &&
	       ((text[0] == 0xFF && text[1] == 0xFE) || (text[0] == 0xFE && text[1] == 0xFF) || (!text[0] != !text[1]));
}

bool source_read(struct source *source, unsigned char *buffer, size_t size, size_t *got, GError **error)
{
	static const unsigned char mark[] = { 0xEF, 0xBB, 0xBF };
	size_t length = source->carried, done = 0;
	bool start = source->bytes == 0;

	memcpy(buffer, source->carry, length);
	source->carried = 0;
	errno = 0;
	size_t more = fread(buffer + length, 1, size - length, source->file);
	if (ferror(source->file))
		return yaml_fail(error, YAML_ERROR_FILE, source->name, 0, 0, "cannot be read: %s", g_strerror(errno));
	source->bytes += more;
	source->since_event += more;
	length += more;
	if (source->bytes > SOURCE_MAX)
		return too_large(source, error);
	if (start && length >= sizeof(mark) && memcmp(buffer, mark, sizeof(mark)) == 0)
		memmove(buffer, buffer + sizeof(mark), length -= sizeof(mark));
	if (start && is_utf16(buffer, length))
		return yaml_fail(error, YAML_ERROR_SYNTAX, source->name, 0, 0,
			"is encoded in UTF-16 or UTF-32, expected UTF-8: save it in that encoding");
	if (!check(source, buffer, length, &done, error))
		return false;
	if (done < length && more == 0)
		return yaml_fail(error, YAML_ERROR_SYNTAX, source->name, source->line, source->column, "byte 0x%02X is not UTF-8",
			buffer[done]);
	source->carried = length - done;
	memcpy(source->carry, buffer + done, source->carried);
	*got = done;
	return done || !more || source_read(source, buffer, size, got, error);
}
