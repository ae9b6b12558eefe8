/* Archives in memory by libarchive. */
#include "migrate/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

void archive_file_free(void *data)
{
	struct archive_file *file = data;

	g_free(file->path);
	g_bytes_unref(file->bytes);
	g_free(file);
}

void archive_add(GPtrArray *files, const char *path, const void *bytes, gsize length)
{
	struct archive_file *file = g_new0(struct archive_file, 1);

	file->path = g_strdup(path);
	file->bytes = g_bytes_new(bytes, length);
	g_ptr_array_add(files, file);
}

static la_ssize_t append(struct archive *archive, void *data, const void *bytes, size_t length)
{
	(void)archive;
	g_byte_array_append(data, bytes, (guint)length);
	return (la_ssize_t)length;
}

static bool write_file(struct archive *archive, const struct archive_file *file, const char *prefix, gint64 time)
{
	struct archive_entry *entry = archive_entry_new();
	g_autofree char *path = g_strconcat(prefix, file->path, NULL);
	bool folder = g_str_has_suffix(path, "/");
	gsize size;
	gconstpointer bytes = g_bytes_get_data(file->bytes, &size);

	archive_entry_set_pathname(entry, path);
	archive_entry_set_filetype(entry, folder ? AE_IFDIR : AE_IFREG);
	archive_entry_set_perm(entry, folder ? 0755 : 0644);
	archive_entry_set_size(entry, (la_int64_t)size);
	archive_entry_set_mtime(entry, time, 0);
	archive_entry_set_uid(entry, 0);
	archive_entry_set_gid(entry, 0);
	bool good = archive_write_header(archive, entry) == ARCHIVE_OK &&
		    (!size || archive_write_data(archive, bytes, size) == (la_ssize_t)size);
	archive_entry_free(entry);
	return good;
}

GBytes *archive_make(const GPtrArray *files, enum archive_format format, const char *prefix, gint64 time, GError **error)
{
	GByteArray *out = g_byte_array_new();
	struct archive *archive = archive_write_new();
	bool good = (format == ARCHIVE_TAR ? archive_write_set_format_pax_restricted(archive)
					   : archive_write_set_format_ar_svr4(archive)) == ARCHIVE_OK &&
		    archive_write_set_bytes_in_last_block(archive, 1) == ARCHIVE_OK &&
		    archive_write_open(archive, out, NULL, append, NULL) == ARCHIVE_OK;

	for (guint i = 0; good && i < files->len; i++)
		good = write_file(archive, files->pdata[i], prefix, time);
	good = good && archive_write_close(archive) == ARCHIVE_OK;
	if (!good)
		migrate_fail(error, MIGRATE_FILES, "an archive cannot be made: %s", archive_error_string(archive));
	archive_write_free(archive);
	if (good)
		return g_byte_array_free_to_bytes(out);
	g_byte_array_unref(out);
	return NULL;
}

/* The path inside the single folder; NULL: it could lead elsewhere. */
static const char *inner_path(const char *path, char **folder)
{
	const char *slash = path ? strchr(path, '/') : NULL;

	if (!slash || slash == path || !g_utf8_validate(path, -1, NULL))
		return NULL;
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);
	for (char **part = parts; *part; part++)
		if (!**part || strcmp(*part, ".") == 0 || strcmp(*part, "..") == 0)
			return NULL;
	if (!*folder)
		*folder = g_strdup(parts[0]);
	return strcmp(*folder, parts[0]) == 0 ? slash + 1 : NULL;
}

static const char *whats_wrong(struct archive_entry *entry, const char *inner, GHashTable *known, gsize length)
{
	if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) || archive_entry_symlink(entry))
		return "is not a plain file";
	if (!inner)
		return "is not a name within the one folder of the bundle";
	if (archive_entry_size(entry) < 0 || (guint64)archive_entry_size(entry) > length)
		return "has more bytes than the bundle";
	return g_hash_table_contains(known, inner) ? "is there twice" : NULL;
}

static bool take_bytes(struct archive *archive, struct archive_entry *entry, const char *inner, GPtrArray *files)
{
	gsize size = (gsize)archive_entry_size(entry);
	g_autofree char *bytes = g_malloc(size + 1);

	if (archive_read_data(archive, bytes, size) != (la_ssize_t)size)
		return false;
	archive_add(files, inner, bytes, size);
	return true;
}

/* Reads the next file; *more is false at the end. */
static bool read_file(struct archive *archive, const char *path, GPtrArray *files, GHashTable *known, char **folder, gsize length,
	bool *more, GError **error)
{
	struct archive_entry *entry;
	int status = archive_read_next_header(archive, &entry);

	*more = status != ARCHIVE_EOF;
	if (!*more)
		return true;
	if (status != ARCHIVE_OK)
		return migrate_fail(error, MIGRATE_INTEGRITY, "%s: is not a bundle: %s", path, archive_error_string(archive));
	const char *name = archive_entry_pathname(entry), *inner = inner_path(name, folder);
	const char *wrong = whats_wrong(entry, inner, known, length);
	if (wrong)
		return migrate_fail(
			error, MIGRATE_INTEGRITY, "%s: \"%s\" %s; nothing of it was used", path, name ? name : "", wrong);
	g_hash_table_add(known, g_strdup(inner));
	return take_bytes(archive, entry, inner, files) ||
	       migrate_fail(error, MIGRATE_INTEGRITY, "%s: \"%s\" is not whole; nothing of it was used", path, name);
}

GPtrArray *archive_read(const char *path, const char *bytes, gsize length, GError **error)
{
	struct archive *archive = archive_read_new();
	GPtrArray *files = g_ptr_array_new_with_free_func(archive_file_free);
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *folder = NULL;
	bool more = true, good = archive_read_support_format_tar(archive) == ARCHIVE_OK &&
				 archive_read_open_memory(archive, bytes, length) == ARCHIVE_OK;

	if (!good)
		migrate_fail(error, MIGRATE_INTEGRITY, "%s: is not a bundle: %s", path, archive_error_string(archive));
	while (good && more)
		good = read_file(archive, path, files, known, &folder, length, &more, error);
	if (good && !files->len)
		good = migrate_fail(error, MIGRATE_INTEGRITY, "%s: is not a bundle: it is empty", path);
	archive_read_free(archive);
	if (good)
		return files;
	g_ptr_array_unref(files);
	return NULL;
}
