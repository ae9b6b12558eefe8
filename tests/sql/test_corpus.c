/* Tests the lexer and the splitter on every script of the acceptance corpus. */
#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

#include "sql/lexer.h"
#include "sql/split.h"

/* The folder to walk, as a new string. */
static char *corpus_folder(void)
{
	const char *root;

	if (g_getenv("PGCANON_CORPUS") != NULL)
		return g_strdup(g_getenv("PGCANON_CORPUS"));
	root = g_getenv("PGCANON_SOURCE");
	if (root == NULL)
		root = g_getenv("MESON_SOURCE_ROOT");
#ifdef SOURCE_ROOT
	if (root == NULL)
		root = SOURCE_ROOT;
#endif
	return g_build_filename(root != NULL ? root : ".", "../shared/acceptance/pairs/corpus", NULL);
}

/* The tokens, joined, are the text, and none is an error. */
static void check_tokens(const char *path, const char *text, size_t length)
{
	struct lexer lexer;
	struct token token;
	const char *at = text;

	lexer_init(&lexer, text, length);
	while ((token = lexer_next(&lexer)).type != TOKEN_END) {
		cr_assert_eq(token.start, at, "%s: bytes lost at %td", path, at - text);
		cr_assert_gt(token.length, 0, "%s: an empty token at %td", path, at - text);
		cr_assert_neq(token.type, TOKEN_ERROR, "%s: %s at %td", path, token_error(&token), at - text);
		at += token.length;
	}
	cr_assert_eq(at, text + length, "%s: bytes lost at the end", path);
}

/* The statements of a script as new strings, in a new array. */
static GPtrArray *split(const char *path, const char *text, size_t length)
{
	GPtrArray *statements = g_ptr_array_new_with_free_func(g_free);
	GError *error = NULL;
	struct splitter splitter;
	struct statement statement;

	splitter_init(&splitter, text, length);
	while (splitter_next(&splitter, &statement, &error)) {
		cr_assert(statement.start[statement.length - 1] != ';', "%s: line %zu: a semicolon is left", path, statement.line);
		g_ptr_array_add(statements, g_strndup(statement.start, statement.length));
	}
	cr_assert_null(error, "%s: %s", path, error != NULL ? error->message : "");
	return statements;
}

/* Splitting the statements, joined, gives the same statements. */
static size_t check_split(const char *path, const char *text, size_t length)
{
	GPtrArray *once = split(path, text, length);
	GString *joined = g_string_new("");
	GPtrArray *twice;
	size_t count = once->len;

	for (guint i = 0; i < once->len; i++) {
		g_string_append(joined, g_ptr_array_index(once, i));
		g_string_append_c(joined, ';');
	}
	twice = split(path, joined->str, joined->len);
	cr_assert_eq(once->len, twice->len, "%s: %u statements, then %u", path, once->len, twice->len);
	for (guint i = 0; i < once->len; i++)
		cr_assert_str_eq(g_ptr_array_index(once, i), g_ptr_array_index(twice, i), "%s: statement %u changes", path, i);
	g_ptr_array_unref(twice);
	g_string_free(joined, TRUE);
	g_ptr_array_unref(once);
	return count;
}

/* Gives how many statements were found under a folder. */
static size_t walk(const char *folder)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	size_t statements = 0;
	const char *name;

	cr_assert_not_null(dir, "%s cannot be read", folder);
	while ((name = g_dir_read_name(dir)) != NULL) {
		char *path = g_build_filename(folder, name, NULL);
		char *text = NULL;
		gsize length = 0;

		if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
			statements += walk(path);
		} else if (g_str_has_suffix(name, ".sql")) {
			cr_assert(g_file_get_contents(path, &text, &length, NULL), "%s cannot be read", path);
			check_tokens(path, text, length);
			statements += check_split(path, text, length);
		}
		g_free(text);
		g_free(path);
	}
	g_dir_close(dir);
	return statements;
}

Test(sql, corpus)
{
	char *folder = corpus_folder();
	size_t statements;

	if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
		cr_skip_test("there is no corpus at %s", folder);
	statements = walk(folder);
	cr_assert_gt(statements, 0, "no statement under %s", folder);
	g_free(folder);
}
