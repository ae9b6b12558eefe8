/* A change, and the names of its files. */
#include "migrate/change.h"

#include <string.h>

enum { NUMBER_WIDTH = 5, NUMBER_MAX = 9999999, SLUG_MAX = 150 };

static const struct {
	const char *name, *suffix;
} kinds[FILE_KINDS] = {
	[FILE_BUILD] = { "build", ".sql" },
	[FILE_ROLLBACK] = { "rollback", ".sql" },
	[FILE_PRE] = { "pre", ".sql" },
	[FILE_POST] = { "post", ".sql" },
	[FILE_EXPECT] = { "expect", ".yaml" },
	[FILE_TEST] = { "test", ".sql" },
};

const char *file_kind_name(enum file_kind kind)
{
	return kinds[kind].name;
}

const char *file_kind_suffix(enum file_kind kind)
{
	return kinds[kind].suffix;
}

char *file_kind_path(enum file_kind kind, const char *name)
{
	return g_strconcat(kinds[kind].name, "/", name, kinds[kind].suffix, NULL);
}

bool change_slug_allowed(const char *slug)
{
	size_t length = strspn(slug, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

	return length && length <= SLUG_MAX && !slug[length];
}

char *change_name(int number, const char *slug)
{
	return number ? g_strdup_printf("%0*d_%s", NUMBER_WIDTH, number, slug) : g_strconcat(CHANGE_UNNUMBERED, "_", slug, NULL);
}

const char *change_split_name(const char *name, int *number)
{
	size_t digits = strspn(name, "0123456789");

	if (g_str_has_prefix(name, CHANGE_UNNUMBERED "_")) {
		*number = 0;
		return name + strlen(CHANGE_UNNUMBERED "_");
	}
	if (digits < NUMBER_WIDTH || digits > 7 || (digits > NUMBER_WIDTH && *name == '0') || name[digits] != '_')
		return NULL;
	*number = atoi(name);
	return *number > 0 ? name + digits + 1 : NULL;
}

static void free_file(void *data)
{
	struct change_file *file = data;

	g_free(file->path);
	g_free(file->text);
	g_free(file);
}

struct numbered_change *change_new(int number, const char *slug)
{
	struct numbered_change *change = g_new0(struct numbered_change, 1);

	change->number = number;
	change->slug = g_strdup(slug);
	change->name = change_name(number, slug);
	change->files = g_ptr_array_new_with_free_func(free_file);
	return change;
}

void change_free(struct numbered_change *change)
{
	if (!change)
		return;
	header_free(change->header);
	g_ptr_array_unref(change->files);
	g_free(change->slug);
	g_free(change->name);
	g_free(change);
}

struct change_file *change_add_file(struct numbered_change *change, enum file_kind kind, const char *path)
{
	struct change_file *file = g_new0(struct change_file, 1);

	file->kind = kind;
	file->path = g_strdup(path);
	g_ptr_array_add(change->files, file);
	return file;
}

struct change_file *change_file(const struct numbered_change *change, enum file_kind kind)
{
	for (guint i = 0; i < change->files->len; i++) {
		struct change_file *file = change->files->pdata[i];
		if (file->kind == kind)
			return file;
	}
	return NULL;
}

static int compare_files(const void *a, const void *b)
{
	const struct change_file *one = *(struct change_file *const *)a, *other = *(struct change_file *const *)b;

	return one->kind != other->kind ? (one->kind > other->kind) - (one->kind < other->kind) : strcmp(one->path, other->path);
}

static int compare_changes(const void *a, const void *b)
{
	const struct numbered_change *one = *(struct numbered_change *const *)a, *other = *(struct numbered_change *const *)b;
	int first = one->number ? one->number : G_MAXINT, second = other->number ? other->number : G_MAXINT;

	return first != second ? (first > second) - (first < second) : strcmp(one->slug, other->slug);
}

void changes_sort(GPtrArray *changes)
{
	g_ptr_array_sort(changes, compare_changes);
	for (guint i = 0; i < changes->len; i++)
		g_ptr_array_sort(((struct numbered_change *)changes->pdata[i])->files, compare_files);
}
