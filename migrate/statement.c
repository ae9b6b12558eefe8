/* Signed statements: one table for each kind, used for reading and writing. */
#include "migrate/statement.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "migrate/file.h"
#include "yaml/scalar.h"
#include "yaml/settings.h"

#define HASH "[0-9a-f]{64}"
#define TIME "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z"

static const char *const release_word[] = { "release", NULL }, *const report_word[] = { "report", NULL },
			 *const approval_word[] = { "approval", NULL }, *const resolution_word[] = { "resolution", NULL },
			 *const outcomes[] = { "done", "redo", NULL }, *const directions[] = { "up", "down", NULL },
			 *const qat[] = { "QAT", NULL }, *const prd[] = { "PRD", NULL },
			 *const results[] = { "success", "failed", NULL };

#define AT(field) offsetof(struct statement, field)
#define TEXT(name, field, ...) \
	{ \
		name, SETTING_TEXT, AT(field), "", __VA_ARGS__ \
	}

static const struct setting release_rows[] = {
	TEXT("statement", word, .required = true, .words = release_word),
	TEXT("project", project, .required = true),
	{ "serial", SETTING_NUMBER, AT(serial), "", .required = true },
	TEXT("stage", stage, .required = true, .words = qat),
	TEXT("direction", direction, .required = true, .words = directions),
	{ "from", SETTING_NUMBER, AT(from), "", .required = true },
	TEXT("from_head", from_head, .required = true, .pattern = HASH),
	{ "to", SETTING_NUMBER, AT(to), "", .required = true },
	TEXT("to_head", to_head, .required = true, .pattern = HASH),
	TEXT("settings", settings, .required = true, .pattern = HASH),
	{ "files", SETTING_MAP, AT(files), "" },
	{ "data_loss", SETTING_BOOL, AT(loses), "", .required = true },
	TEXT("created", created, .required = true, .pattern = TIME),
	TEXT("expires", expires, .required = true, .pattern = TIME),
	TEXT("runner", runner, .required = true, .pattern = "[0-9.]+"),
	{ 0 },
};

static const struct setting report_rows[] = {
	TEXT("statement", word, .required = true, .words = report_word),
	TEXT("project", project, .required = true),
	{ "serial", SETTING_NUMBER, AT(serial), "", .required = true },
	TEXT("release", release, .required = true, .pattern = HASH),
	TEXT("stage", stage, .required = true, .words = qat),
	TEXT("environment", environment, .required = true),
	TEXT("database", database, .required = true),
	TEXT("result", result, .required = true, .words = results),
	TEXT("reason", reason, 0),
	{ "to", SETTING_NUMBER, AT(to), "", .required = true },
	TEXT("to_head", to_head, .required = true, .pattern = HASH),
	TEXT("tests", tests, .required = true),
	{ "variables", SETTING_MAP, AT(variables), "" },
	TEXT("created", created, .required = true, .pattern = TIME),
	TEXT("server", server, .required = true),
	TEXT("runner", runner, .required = true, .pattern = "[0-9.]+"),
	{ 0 },
};

static const struct setting approval_rows[] = {
	TEXT("statement", word, .required = true, .words = approval_word),
	TEXT("project", project, .required = true),
	{ "serial", SETTING_NUMBER, AT(serial), "", .required = true },
	TEXT("release", release, .required = true, .pattern = HASH),
	TEXT("report", report, .required = true, .pattern = HASH),
	TEXT("stage", stage, .required = true, .words = prd),
	TEXT("created", created, .required = true, .pattern = TIME),
	TEXT("expires", expires, .required = true, .pattern = TIME),
	{ 0 },
};

static const struct setting resolution_rows[] = {
	TEXT("statement", word, .required = true, .words = resolution_word),
	TEXT("project", project, .required = true),
	{ "serial", SETTING_NUMBER, AT(serial), "", .required = true },
	TEXT("stage", stage, .required = true, .words = prd),
	TEXT("database", database, .required = true),
	TEXT("run", run, .required = true, .pattern = "[0-9a-f]{32}"),
	{ "attempt", SETTING_NUMBER, AT(attempt), "", .required = true },
	{ "change", SETTING_NUMBER, AT(to), "", .required = true },
	{ "step", SETTING_NUMBER, AT(step), "", .required = true },
	TEXT("outcome", result, .required = true, .words = outcomes),
	TEXT("note", reason, .required = true),
	TEXT("created", created, .required = true, .pattern = TIME),
	TEXT("expires", expires, .required = true, .pattern = TIME),
	{ 0 },
};

static const struct {
	char letter;
	const char *const *word;
	const struct setting *rows;
} kinds[STATEMENT_KINDS] = {
	[STATEMENT_RELEASE] = { 'R', release_word, release_rows },
	[STATEMENT_REPORT] = { 'Q', report_word, report_rows },
	[STATEMENT_APPROVAL] = { 'A', approval_word, approval_rows },
	[STATEMENT_RESOLUTION] = { 'V', resolution_word, resolution_rows },
};

struct statement *statement_new(enum statement_kind kind)
{
	struct statement *statement = g_new0(struct statement, 1);

	statement->kind = kind;
	statement->word = g_strdup(kinds[kind].word[0]);
	return statement;
}

void statement_free(struct statement *statement)
{
	if (!statement)
		return;
	for (const struct setting *row = kinds[statement->kind].rows; row->name; row++)
		if (row->type == SETTING_TEXT)
			g_free(*(char **)((char *)statement + row->offset));
	g_clear_pointer(&statement->variables, g_hash_table_unref);
	g_clear_pointer(&statement->files, g_hash_table_unref);
	g_free(statement->name);
	g_free(statement->path);
	g_free(statement->text);
	g_free(statement);
}

char *statement_name(enum statement_kind kind, int serial)
{
	return g_strdup_printf("%c%04d", kinds[kind].letter, serial);
}

char *statement_path(const char *directory, const char *name)
{
	g_autofree char *file = g_strconcat("release/", name, ".yaml", NULL);

	return file_path(directory, file);
}

bool statement_split_name(const char *name, enum statement_kind *kind, int *serial)
{
	guint64 number;

	for (int i = 0; i < STATEMENT_KINDS; i++) {
		if (*name != kinds[i].letter || strlen(name) < 5 || (strlen(name) > 5 && name[1] == '0') ||
			!g_ascii_string_to_unsigned(name + 1, 10, 1, 9999999, &number, NULL))
			continue;
		*kind = (enum statement_kind)i;
		*serial = (int)number;
		return true;
	}
	return false;
}

int statement_compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void write_map(GString *out, const char *name, GHashTable *map)
{
	guint count = 0;
	g_autofree gpointer *keys = map ? g_hash_table_get_keys_as_array(map, &count) : NULL;

	if (!count)
		return;
	qsort(keys, count, sizeof(*keys), statement_compare_texts);
	g_string_append_printf(out, "%s:\n", name);
	for (guint i = 0; i < count; i++) {
		g_string_append(out, "  ");
		scalar_write(out, keys[i]);
		g_string_append(out, ": ");
		scalar_write(out, g_hash_table_lookup(map, keys[i]));
		g_string_append_c(out, '\n');
	}
}

static void write_row(GString *out, const struct setting *row, const void *field)
{
	if (row->type == SETTING_NUMBER)
		g_string_append_printf(out, "%s: %d\n", row->name, *(const int *)field);
	else if (row->type == SETTING_BOOL)
		g_string_append_printf(out, "%s: %s\n", row->name, *(const bool *)field ? "true" : "false");
	else if (row->type == SETTING_MAP)
		write_map(out, row->name, *(GHashTable *const *)field);
	else if (*(char *const *)field) {
		g_string_append_printf(out, "%s: ", row->name);
		scalar_write(out, *(char *const *)field);
		g_string_append_c(out, '\n');
	}
}

void statement_render(struct statement *statement)
{
	GString *out = g_string_new(NULL);

	for (const struct setting *row = kinds[statement->kind].rows; row->name; row++)
		write_row(out, row, (const char *)statement + row->offset);
	g_free(statement->text);
	statement->length = out->len;
	statement->text = g_string_free(out, false);
	file_hash(statement->text, statement->length, statement->sha256);
}

/* Whether writing the fields again gives the same bytes. */
static bool check(struct statement *statement, const char *text, size_t length, GError **error)
{
	enum statement_kind kind;
	int serial;

	statement_render(statement);
	if (statement->length != length || memcmp(statement->text, text, length) != 0)
		return migrate_fail(error, MIGRATE_POLICY,
			"%s: is not as dbalign writes it: it was edited; make the statement again, and sign it again",
			statement->path);
	if (!statement_split_name(statement->name, &kind, &serial) || serial != statement->serial)
		return migrate_fail(error, MIGRATE_POLICY, "%s: has serial %d, which is not that of its name", statement->path,
			statement->serial);
	return true;
}

struct statement *statement_of_text(const char *name, const char *path, const char *text, size_t length, GError **error)
{
	enum statement_kind kind = STATEMENT_RELEASE;
	int serial = 0;

	if (!statement_split_name(name, &kind, &serial)) {
		migrate_fail(error, MIGRATE_USAGE, "\"%s\" is not the name of a statement; expected such as R0007", name);
		return NULL;
	}
	struct statement *statement = statement_new(kind);
	statement->name = g_strdup(name);
	statement->path = g_strdup(path);
	if (settings_read_text(path, text, length, kinds[kind].rows, statement, error) ? check(statement, text, length, error)
										       : migrate_fail_as(error, MIGRATE_POLICY))
		return statement;
	statement_free(statement);
	return NULL;
}

struct statement *statement_read(const char *directory, const char *name, GError **error)
{
	enum statement_kind kind;
	int serial;
	size_t length = 0;
	g_autofree char *path = statement_path(directory, name);
	/* only a valid name is used as a path */
	g_autofree char *text = statement_split_name(name, &kind, &serial) ? file_read(path, &length, error) : g_strdup("");

	if (text)
		return statement_of_text(name, path, text, length, error);
	migrate_fail_as(error, MIGRATE_POLICY);
	return NULL;
}

bool statement_write(const char *directory, struct statement *statement, bool again, GError **error)
{
	g_autofree char *folder = file_path(directory, "release");

	g_free(statement->name);
	g_free(statement->path);
	statement->name = statement_name(statement->kind, statement->serial);
	statement->path = statement_path(directory, statement->name);
	statement_render(statement);
	if (g_mkdir_with_parents(folder, 0777) != 0)
		return migrate_fail(error, MIGRATE_FILES, "%s: cannot be made: %s", folder, g_strerror(errno));
	if (!again && g_file_test(statement->path, G_FILE_TEST_EXISTS))
		return migrate_fail(error, MIGRATE_FILES, "%s: is there already", statement->path);
	return g_file_set_contents_full(statement->path, statement->text, (gssize)statement->length,
		       G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, error) ||
	       migrate_fail_as(error, MIGRATE_FILES);
}

bool statement_lasts(const struct statement *statement, GError **error)
{
	g_autofree char *now = statement_time(0);

	return strcmp(now, statement->expires) <= 0 ||
	       migrate_fail(error, MIGRATE_POLICY, "%s has expired at %s; nothing was done: %s", statement->path,
		       statement->expires, statement->kind == STATEMENT_APPROVAL ? "approve it again" : "make a new release");
}

char *statement_time(gint64 seconds)
{
	g_autoptr(GDateTime) then = g_date_time_new_from_unix_utc(g_get_real_time() / G_USEC_PER_SEC + seconds);

	return g_date_time_format(then, "%Y-%m-%dT%H:%M:%SZ");
}

gint64 statement_seconds(const char *time)
{
	g_autoptr(GDateTime) then = g_date_time_new_from_iso8601(time, NULL);

	return then ? g_date_time_to_unix(then) : 0;
}
