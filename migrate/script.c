/* Splits a file into statements, and substitutes variables. */
#include "migrate/script.h"

#include <string.h>

#include "migrate/file.h"
#include "migrate/reference.h"
#include "migrate/status.h"
#include "migrate/variable.h"
#include "sql/lexer.h"
#include "sql/quote.h"
#include "sql/split.h"

struct script {
	const char *path, *text;
	size_t length;
	const struct header *header;
	const struct variables *variables;
	const char *done;    /* the end of the last statement */
	const char *counted; /* columns have been counted up to here, */
	size_t column;	     /* and this is the column there */
};

static void statement_free(struct script_statement *statement)
{
	if (statement->secret)
		explicit_bzero(statement->sql, strlen(statement->sql));
	g_free(statement->sql);
	g_free(statement);
}

static const struct variable_declaration *declaration_of(
	const struct script *script, const struct reference *reference, GError **error)
{
	g_autofree char *name = g_strndup(reference->name, reference->name_length);
	const struct variable_declaration *declaration = header_variable(script->header, name);

	if (!declaration)
		position_fail(error, MIGRATE_USAGE, script->path, script->text, reference->start,
			"variable \"%s\" is not declared: write `-- vars: %s TYPE` at the top of the build file", name, name);
	else if (reference->form == REFERENCE_RAW && declaration->type != VARIABLE_RAW)
		position_fail(error, MIGRATE_USAGE, script->path, script->text, reference->start,
			"variable \"%s\" stands without quotes, which only one of type raw may: write :'%s' for a value, :\"%s\" "
			"for a name",
			name, name, name);
	else
		return declaration;
	return NULL;
}

/* Appends a value so that it stays a separate token: E:'x' does not become a string with escapes. */
static void append_value(GString *sql, enum reference_form form, const char *value)
{
	char last = sql->len ? sql->str[sql->len - 1] : ' ';

	if (form == REFERENCE_RAW) {
		g_string_append(sql, value);
		return;
	}
	if (g_ascii_isalnum(last) || strchr("_$&'\"", last) || last < 0)
		g_string_append_c(sql, ' ');
	(form == REFERENCE_LITERAL ? quote_literal : quote_identifier)(sql, value);
}

static bool put_value(const struct script *script, const struct reference *reference, GString *sql, bool *secret, GError **error)
{
	const struct variable_declaration *declaration = declaration_of(script, reference, error);
	struct variable variable;
	GError *failure = NULL;

	if (!declaration)
		return false;
	if (!variables_get(script->variables, declaration, &variable, &failure)) {
		position_fail(error, MIGRATE_USAGE, script->path, script->text, reference->start, "%s", failure->message);
		g_error_free(failure);
		return false;
	}
	if (reference->form == REFERENCE_NAME && !*variable.value)
		return position_fail(error, MIGRATE_USAGE, script->path, script->text, reference->start,
			"variable \"%s\" is empty, and a name cannot be", declaration->name);
	*secret |= variable.secret;
	append_value(sql, reference->form, variable.value);
	return true;
}

static bool put_values(
	const struct script *script, const struct statement *found, struct script_statement *statement, GError **error)
{
	g_autoptr(GString) sql = g_string_sized_new(found->length + 1);
	const char *at = found->start, *end = found->start + found->length;
	struct reference_reader reader;
	struct reference reference;
	bool good = true;

	reference_reader_init(&reader, found->start, found->length);
	while (good && script->variables && reference_next(&reader, &reference)) {
		g_string_append_len(sql, at, reference.start - at);
		at = reference.start + reference.length;
		good = put_value(script, &reference, sql, &statement->secret, error);
	}
	g_string_append_len(sql, at, end - at);
	statement->sql = g_string_free(g_steal_pointer(&sql), false);
	return good;
}

static bool stands_alone(const struct script *script, const char *comment)
{
	while (comment > script->text && (comment[-1] == ' ' || comment[-1] == '\t'))
		comment--;
	return comment == script->text || comment[-1] == '\n';
}

/* Reads the directives in comments between the last statement and the next. */
static bool read_comments(struct script *script, const char *next, bool *expects_none, GError **error)
{
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, script->done, (size_t)(next - script->done));
	while ((token = lexer_next(&lexer)).type != TOKEN_END) {
		const char *start = NULL;
		g_autofree char *key = token.type == TOKEN_COMMENT ? directive_key(token.start, token.length, &start) : NULL;
		if (g_strcmp0(key, "expect") != 0)
			continue;
		g_autofree char *value = g_strstrip(g_strndup(start, (size_t)(token.start + token.length - start)));
		if (strcmp(value, "none") != 0)
			return position_fail(error, MIGRATE_FILES, script->path, script->text, token.start,
				"\"expect\": expected none, found \"%s\"", value);
		if (next == script->text + script->length || !stands_alone(script, token.start))
			return position_fail(error, MIGRATE_FILES, script->path, script->text, token.start,
				"`-- expect: none` stands on a line of its own, before its statement");
		*expects_none = true;
	}
	return true;
}

/* The column, in characters; positions must rise, so that a long line is counted once. */
static size_t column_of(struct script *script, const char *at)
{
	const char *newline = memrchr(script->counted, '\n', (size_t)(at - script->counted));

	script->column =
		newline ? position_of(newline + 1, at).column : script->column + position_of(script->counted, at).column - 1;
	script->counted = at;
	return script->column;
}

static struct script_statement *make(struct script *script, const struct statement *found, GError **error)
{
	struct script_statement *statement = g_new0(struct script_statement, 1);

	statement->raw = found->start;
	statement->raw_length = found->length;
	statement->line = found->line;
	statement->column = column_of(script, found->start);
	if (read_comments(script, found->start, &statement->expects_none, error) && put_values(script, found, statement, error)) {
		script->done = found->start + found->length;
		return statement;
	}
	statement_free(statement);
	return NULL;
}

GPtrArray *script_read(const char *path, const char *text, size_t length, const struct header *header,
	const struct variables *variables, GError **error)
{
	struct script script = { path, text, length, header, variables, text, text, 1 };
	g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func((GDestroyNotify)statement_free);
	g_autoptr(GError) failure = NULL;
	struct splitter splitter;
	struct statement found;
	const char *end;
	bool none;

	if (!g_utf8_validate_len(text, length, &end) && *end) {
		position_fail(error, MIGRATE_FILES, path, text, end, "byte 0x%02X is not UTF-8", (unsigned char)*end);
		return NULL;
	}
	splitter_init(&splitter, text, length);
	while (splitter_next(&splitter, &found, &failure)) {
		struct script_statement *statement = make(&script, &found, error);
		if (!statement)
			return NULL;
		g_ptr_array_add(statements, statement);
	}
	if (failure) {
		position_fail(error, MIGRATE_FILES, path, text, splitter.place, "%s", splitter.problem);
		return NULL;
	}
	return read_comments(&script, text + length, &none, error) ? g_steal_pointer(&statements) : NULL;
}
