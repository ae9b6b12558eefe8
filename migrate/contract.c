/* Checks the results of pre/, post/ and test/. */
#include "migrate/contract.h"

#include <stdlib.h>
#include <string.h>

enum { TYPE_BOOL = 16, TYPE_TEXT = 25, SHOWN_ROWS = 3, SHOWN_LENGTH = 200 };

void assertion_free(gpointer data)
{
	struct assertion *assertion = data;

	g_free(assertion->file);
	g_free(assertion->text);
	g_free(assertion->value);
	g_free(assertion);
}

void contract_begin(struct contract *contract, const char *phase, const char *file, GPtrArray *assertions)
{
	*contract = (struct contract){
		.phase = phase, .file = file, .assertions = assertions, .first = assertions->len, .planned = -1
	};
}

static int next_number(const struct contract *contract)
{
	const struct assertion *last =
		contract->assertions->len ? contract->assertions->pdata[contract->assertions->len - 1] : NULL;

	return last && strcmp(last->phase, contract->phase) == 0 ? last->number + 1 : 1;
}

/* Takes ownership of the text and the value. */
static void add(struct contract *contract, size_t line, char *text, bool passed, char *value)
{
	struct assertion *assertion = g_new0(struct assertion, 1);

	*assertion = (struct assertion){ .phase = contract->phase,
		.number = next_number(contract),
		.file = g_strdup(contract->file),
		.line = line,
		.text = text,
		.passed = passed,
		.value = value };
	g_ptr_array_add(contract->assertions, assertion);
}

static char *text_of(const struct script_statement *statement)
{
	return g_strndup(statement->raw, statement->raw_length);
}

/* "3 rows: 7 a; 8 b; 9 c" */
static char *describe_rows(const PGresult *result)
{
	GString *text = g_string_new(NULL);

	g_string_printf(text, "%d row%s:", PQntuples(result), PQntuples(result) == 1 ? "" : "s");
	for (int row = 0; row < PQntuples(result) && row < SHOWN_ROWS; row++) {
		g_string_append(text, row ? "; " : " ");
		for (int column = 0; column < PQnfields(result) && text->len < SHOWN_LENGTH; column++)
			g_string_append_printf(text, "%s%s", column ? " " : "",
				PQgetisnull(result, row, column) ? "NULL" : PQgetvalue(result, row, column));
	}
	if (PQntuples(result) > SHOWN_ROWS)
		g_string_append(text, "; ...");
	return g_string_free(text, false);
}

static void judge_none(struct contract *contract, const struct script_statement *statement, const PGresult *result)
{
	bool rows = PQresultStatus(result) == PGRES_TUPLES_OK, none = rows && PQntuples(result) == 0;

	add(contract, statement->line, text_of(statement), none,
		none   ? NULL
		: rows ? describe_rows(result)
		       : g_strdup("it gives no rows to look at"));
}

static void judge_boolean(struct contract *contract, const struct script_statement *statement, const PGresult *result)
{
	const char *value = PQntuples(result) ? NULL : "no row";

	for (int row = 0; row < PQntuples(result) && !value; row++)
		value = PQgetisnull(result, row, 0) ? "NULL" : PQgetvalue(result, row, 0)[0] == 't' ? NULL : "false";
	add(contract, statement->line, text_of(statement), !value, g_strdup(value));
}

static bool is_word(const char *line, const char *word)
{
	size_t length = strlen(word);

	return strncmp(line, word, length) == 0 && (line[length] == '\0' || line[length] == ' ');
}

static bool is_plan(const char *line)
{
	const char *number = line + strlen("1..");

	return g_str_has_prefix(line, "1..") && g_ascii_isdigit(*number);
}

/* TAP's TODO: a test that is expected to fail is not a failure. */
static bool is_todo(const char *line)
{
	const char *hash = strrchr(line, '#');

	return hash && g_ascii_strncasecmp(hash + 1 + strspn(hash + 1, " "), "TODO", 4) == 0;
}

static void judge_line(struct contract *contract, size_t number, const char *line)
{
	bool bad = is_word(line, "not ok");

	if (is_plan(line))
		contract->planned = atoi(line + strlen("1.."));
	else if (bad || is_word(line, "ok")) {
		contract->tests++;
		add(contract, number, g_strdup(line), !bad || is_todo(line), bad ? g_strdup("not ok") : NULL);
	} else if (g_str_has_prefix(line, "Bail out!")) {
		add(contract, number, g_strdup(line), false, g_strdup("bailed out"));
	}
}

/* One text column whose first line is TAP. pgTAP's finish() returns only comments. */
static bool is_tap(const PGresult *result)
{
	if (PQnfields(result) != 1 || PQftype(result, 0) != TYPE_TEXT || !PQntuples(result) || PQgetisnull(result, 0, 0))
		return false;
	const char *line = PQgetvalue(result, 0, 0);
	line += strspn(line, " ");
	return is_plan(line) || is_word(line, "ok") || is_word(line, "not ok") || g_str_has_prefix(line, "Bail out!");
}

static void judge_tap(struct contract *contract, const struct script_statement *statement, const PGresult *result)
{
	for (int row = 0; row < PQntuples(result); row++) {
		g_auto(GStrv) lines = g_strsplit(PQgetvalue(result, row, 0), "\n", -1);
		for (char **line = lines; *line; line++)
			if (**line != ' ') /* subtests are indented; the line after them has their result */
				judge_line(contract, statement->line, *line);
	}
}

void contract_judge(struct contract *contract, const struct script_statement *statement, const PGresult *result)
{
	if (g_str_has_prefix(PQcmdStatus((PGresult *)result), "INSERT ") && strcmp(PQcmdTuples((PGresult *)result), "0") != 0)
		contract->carries = true;
	if (statement->expects_none)
		judge_none(contract, statement, result);
	else if (PQnfields(result) == 1 && PQftype(result, 0) == TYPE_BOOL)
		judge_boolean(contract, statement, result);
	else if (is_tap(result))
		judge_tap(contract, statement, result);
}

const struct assertion *contract_end(struct contract *contract, bool *missing)
{
	if (contract->planned >= 0 && contract->planned != contract->tests)
		add(contract, 0, g_strdup_printf("plan of %d tests", contract->planned), false,
			g_strdup_printf("%d ran", contract->tests));
	*missing = contract->assertions->len == contract->first && !(contract->carries && strcmp(contract->phase, "pre") == 0);
	for (guint i = contract->first; i < contract->assertions->len; i++) {
		const struct assertion *assertion = contract->assertions->pdata[i];
		if (!assertion->passed)
			return assertion;
	}
	return NULL;
}
