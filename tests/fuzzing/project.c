/* What reads the files of dbalign. Each is a result or an error with its place. */
#include <string.h>

#include "migrate/archive.h"
#include "migrate/change.h"
#include "migrate/header.h"
#include "migrate/manifest.h"
#include "migrate/script.h"
#include "migrate/statement.h"
#include "migrate/status.h"
#include "migrate/variable.h"
#include "tests/fuzzing/target.h"

#define UUID "8c5e1f6a-0b1d-4c7e-9a3f-2d4b6c8e0f12"

static void check(bool good, GError **error)
{
	MUST(good == !*error, "%s", *error ? (*error)->message : "neither a result nor an error");
	MUST(good || ((*error)->domain == MIGRATE_ERROR && (*error)->code > 0 && g_str_has_prefix((*error)->message, "fuzz:")),
		"%s", (*error)->message);
	g_clear_error(error);
}

void target_header(const char *text, size_t length)
{
	GError *error = NULL;
	struct header *header = header_read("fuzz", text, &error);

	(void)length;
	check(header, &error);
	header_free(header);
}

/* What is taken for a manifest is one: written again it is the same. */
void target_manifest(const char *text, size_t length)
{
	g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func((GDestroyNotify)change_free);
	GError *error = NULL;
	bool good = manifest_read("fuzz", text, UUID, changes, &error);

	(void)length;
	check(good, &error);
	g_autoptr(GString) again = g_string_new(NULL);
	if (good)
		manifest_write(again, UUID, changes);
	MUST(!good || strcmp(again->str, text) == 0, "%s", again->str);
}

/* What is taken for a statement that is signed has these bytes and no others: written again it is the same. */
void target_statement(const char *text, size_t length)
{
	static const char *const names[] = { "R0007", "Q0007", "A0007" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		GError *error = NULL;
		struct statement *statement = statement_of_text(names[i], "fuzz", text, length, &error);
		check(statement, &error);
		if (statement)
			statement_render(statement);
		MUST(!statement || (statement->length == length && memcmp(statement->text, text, length) == 0), "%s",
			statement->text);
		statement_free(statement);
	}
}

/* The files of a bundle have names within it, and no more bytes than it has. */
void target_bundle(const char *text, size_t length)
{
	GError *error = NULL;
	GPtrArray *files = archive_read("fuzz", text, length, &error);

	check(files, &error);
	for (guint i = 0; files && i < files->len; i++) {
		const struct archive_file *file = files->pdata[i];
		g_autofree char *framed = g_strconcat("/", file->path, "/", NULL);
		MUST(!strstr(framed, "//") && !strstr(framed, "/../") && g_bytes_get_size(file->bytes) <= length, "%s", file->path);
	}
	g_clear_pointer(&files, g_ptr_array_unref);
}

/* Statements stand in order. */
void target_script(const char *text, size_t length)
{
	struct variables *variables = variables_new();
	GError *error = NULL;
	struct header *header = header_read("fuzz", text, &error);
	const char *done = text;

	check(header, &error);
	variables_set(variables, "a", "it's", false, "--set");
	variables_set(variables, "b", "x", false, "--set");
	variables_set(variables, "c", "t", true, "--set");
	GPtrArray *statements = header ? script_read("fuzz", text, length, header, variables, &error) : NULL;
	if (header)
		check(statements, &error);
	for (guint i = 0; statements && i < statements->len; i++) {
		const struct script_statement *statement = statements->pdata[i];
		MUST(statement->raw >= done && statement->raw_length && statement->line && statement->column, "at %td",
			statement->raw - text);
		done = statement->raw + statement->raw_length;
	}
	MUST(done <= text + length, "ends at %td", done - text);
	g_clear_pointer(&statements, g_ptr_array_unref);
	header_free(header);
	variables_free(variables);
}
