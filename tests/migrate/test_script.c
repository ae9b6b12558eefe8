/* Files as statements, with values in their places and nowhere else. */
#include "help.h"

#include "migrate/script.h"
#include "migrate/variable.h"

static struct header *header_of(const char *text)
{
	GError *error = NULL;
	struct header *header = header_read("b.sql", text, &error);

	check_fine(header, error);
	return header;
}

static struct variables *values(void)
{
	struct variables *variables = variables_new();

	variables_set(variables, "t", "it's", false, "--set");
	variables_set(variables, "t", "o'clock \\ :'u' $$", false, "env/dev.yaml:3");
	variables_set(variables, "empty", "", false, "--set");
	variables_set(variables, "n", "12", false, "--set");
	variables_set(variables, "i", "Odd\"name", false, "--set");
	variables_set(variables, "r", "p_1", false, "--set");
	variables_set(variables, "b", "yes", false, "--set");
	variables_set(variables, "plain", "hunter2", false, "--set");
	variables_set_source(variables, "s", VARIABLE_COMMAND, "printf 'hunter2\\n'", true, "env/dev.yaml:9");
	variables_set_source(variables, "broken", VARIABLE_COMMAND, "echo hunter2; exit 3", true, "env/dev.yaml:10");
	variables_set_source(variables, "unused", VARIABLE_FILE, "/nonexistent", false, "env/dev.yaml:11");
	return variables;
}

#define HEADER \
	"-- vars: t text, empty text, n int, i ident, r raw, b bool, s secret, none text, plain secret, broken secret, unused " \
	"text\n"

static GPtrArray *read_text(const char *text, GError **error)
{
	struct header *header = header_of(HEADER);
	struct variables *variables = values();
	GPtrArray *statements = script_read("b.sql", text, strlen(text), header, variables, error);

	variables_free(variables);
	header_free(header);
	return statements;
}

static void becomes(const char *text, const char *sql)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) statements = read_text(text, &error);

	check_fine(statements, error);
	cr_assert_eq(statements->len, 1, "%s: %u statements", text, statements->len);
	cr_assert_str_eq(((struct script_statement *)statements->pdata[0])->sql, sql);
}

static void refused(const char *text, enum migrate_status status, const char *part)
{
	GError *error = NULL;

	cr_assert_null(read_text(text, &error), "%s", text);
	cr_assert_null(strstr(error->message, "hunter2"), "a secret in: %s", error->message);
	check_failed(&error, status, part);
}

Test(script, values)
{
	becomes("SELECT :'t';", "SELECT 'o''clock \\ :''u'' $$'");
	becomes("SELECT :'empty'", "SELECT ''");
	becomes("SELECT E:'t'", "SELECT E 'o''clock \\ :''u'' $$'");
	becomes("SELECT 'a':'n'", "SELECT 'a' '12'");
	becomes("SELECT :'n'::int LIMIT :'n'", "SELECT '12'::int LIMIT '12'");
	becomes("TABLE :\"i\".:\"r\"", "TABLE \"Odd\"\"name\".p_1");
	becomes("TABLE part_:r", "TABLE part_p_1");
	becomes("SELECT :'b', :'s'", "SELECT 'yes', 'hunter2'");
	becomes("SELECT a[:'n']", "SELECT a['12']");
}

Test(script, no_values)
{
	static const char *const texts[] = { "SELECT a::t, b[1:n], c[n:], d[:n], 'x :r', \":'t'\", $$ :'t' $$, $a$ :r $a$",
		"SELECT f(a := 1) /* :'t' */ -- :t", "SELECT E':\\'t', U&\":'t'\"", "SELECT ':' || :'9'",
		"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC; SELECT a::t; END" };

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		const char *comment = strstr(texts[i], " /*");
		g_autofree char *sql = comment ? g_strndup(texts[i], (size_t)(comment - texts[i])) : g_strdup(texts[i]);
		becomes(texts[i], sql);
	}
}

Test(script, places)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) statements = read_text(
		"-- expect: none\nSELECT 1; SELECT\n 'é', :'s';\n -- a\n\t-- expect: none\n\t/* b */ SELECT 3;;\n-- end\n", &error);

	check_fine(statements, error);
	cr_assert_eq(statements->len, 3);
	const struct script_statement *one = statements->pdata[0], *two = statements->pdata[1], *three = statements->pdata[2];
	cr_assert(one->line == 2 && one->column == 1 && one->expects_none && !one->secret);
	cr_assert(two->line == 2 && two->column == 11 && !two->expects_none && two->secret);
	cr_assert(three->line == 6 && three->column == 10 && three->expects_none);
	cr_assert_eq(two->raw_length, strlen("SELECT\n 'é', :'s'"));
}

Test(script, mistakes)
{
	refused("SELECT 1;\nSELECT 'é', :'x'", MIGRATE_USAGE,
		"b.sql:2:13: variable \"x\" is not declared: write `-- vars: x TYPE`");
	refused("SELECT :y", MIGRATE_USAGE, "b.sql:1:8: variable \"y\" is not declared");
	refused("SELECT :t", MIGRATE_USAGE, "b.sql:1:8: variable \"t\" stands without quotes");
	refused("SELECT :'none'", MIGRATE_USAGE, "b.sql:1:8: variable \"none\" has no value");
	refused("TABLE :\"empty\"", MIGRATE_USAGE, "variable \"empty\" is empty, and a name cannot be");
	refused("SELECT :'plain'", MIGRATE_USAGE, "variable \"plain\" is declared as secret, and its value comes from --set");
	refused("SELECT :'broken'", MIGRATE_USAGE, "env/dev.yaml:10: variable broken: its command failed");
	refused("SELECT :'unused'", MIGRATE_USAGE, "env/dev.yaml:11: variable unused: /nonexistent: cannot be read");
	refused("SELECT 1;\n SELECT 'a", MIGRATE_FILES, "b.sql:2:9: ");
	refused("\\set a b\n", MIGRATE_FILES, "b.sql:1:1: psql's backslash commands are not supported");
	refused("SELECT '\xff'", MIGRATE_FILES, "b.sql:1:9: byte 0xFF is not UTF-8");
	refused("-- expect: some\nSELECT 1", MIGRATE_FILES, "b.sql:1:1: \"expect\": expected none, found \"some\"");
	refused("SELECT 1; -- expect: none\nSELECT 2", MIGRATE_FILES, "b.sql:1:11: `-- expect: none` stands on a line of its own");
	refused("SELECT 1;\n-- expect: none\n", MIGRATE_FILES, "b.sql:2:1: `-- expect: none` stands on a line of its own");
}

Test(script, types)
{
	static const struct {
		const char *declared, *value;
		bool good;
	} rows[] = { { "int", "-3", true }, { "int", "3.5", false }, { "int", "", false }, { "bool", "true", true },
		{ "bool", "maybe", false }, { "ident", "a b", true }, { "ident", "", false }, { "raw", "a_1", true },
		{ "raw", "a; DROP", false }, { "raw", "a\n", false }, { "raw", "", false }, { "raw /a b|c/", "a b", true },
		{ "raw /a b|c/", "a b c", false }, { "text", "anything at all;'", true } };

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = g_strdup_printf("-- vars: v %s\n", rows[i].declared);
		struct header *header = header_of(text);
		struct variables *variables = variables_new();
		GError *error = NULL;
		variables_set(variables, "v", rows[i].value, false, "--set");
		GPtrArray *statements = script_read("b.sql", "SELECT :'v'", 11, header, variables, &error);
		cr_assert_eq(statements != NULL, rows[i].good, "%s: %s", rows[i].declared, rows[i].value);
		if (statements)
			g_ptr_array_unref(statements);
		else
			check_failed(&error, MIGRATE_USAGE, "of --set");
		variables_free(variables);
		header_free(header);
	}
}
