/* Checks one text: its bytes, its statements. */
#include "migrate/lint_text.h"

#include <string.h>

#include "migrate/file.h"
#include "migrate/reference.h"
#include "migrate/rule.h"
#include "migrate/script.h"
#include "migrate/variable.h"
#include "sql/lexer.h"

void lint_say(const struct lint *lint, bool warning, const char *at, const char *format, ...)
{
	struct finding *finding = g_new0(struct finding, 1);
	struct position position = at ? position_of(lint->file->text, at) : (struct position){ 0 };
	va_list arguments;

	va_start(arguments, format);
	finding->text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	finding->warning = warning;
	finding->path = g_strdup(lint->file->path);
	finding->line = position.line;
	finding->column = position.column;
	g_ptr_array_add(lint->findings, finding);
}

bool lint_bytes(const struct lint *lint)
{
	const char *text = lint->file->text, *end;
	size_t length = lint->file->length;
	const char *carriage = memchr(text, '\r', length), *nul = memchr(text, '\0', length);

	if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		lint_say(lint, false, text, "begins with a byte order mark: save it without");
	if (carriage)
		lint_say(lint, false, carriage,
			"has a carriage return: lines end in a newline alone, and the hash is that of the bytes as they are");
	if (nul)
		lint_say(lint, false, nul, "has a NUL byte");
	else if (!g_utf8_validate_len(text, length, &end))
		lint_say(lint, false, end, "byte 0x%02X is not UTF-8", (unsigned char)*end);
	else
		return true;
	return false;
}

static void check_rule(const struct lint *lint, const struct script_statement *statement)
{
	bool transaction = !lint->header || lint->header->transaction;
	const char *hidden = transaction ? rule_hidden_commit(statement->raw, statement->raw_length) : NULL;

	if (hidden)
		lint_say(lint, false, hidden, "ends the transaction in which the change runs: the runner begins and ends it");
	switch (rule_of(statement->raw, statement->raw_length)) {
	case RULE_TRANSACTION:
		lint_say(lint, false, statement->raw,
			"begins or ends a transaction, or a part of one: the runner does that; take it out");
		break;
	case RULE_ROLE:
		if (!lint->header || g_strcmp0(lint->header->role, "self") != 0)
			lint_say(lint, false, statement->raw,
				"sets the role: say `-- role: NAME` at the top of the build file, or `-- role: self` if it must "
				"be here");
		break;
	case RULE_ALONE:
		if (transaction || lint->file->kind > FILE_ROLLBACK)
			lint_say(lint, false, statement->raw, "cannot run in a transaction%s",
				lint->file->kind > FILE_ROLLBACK ? ", and this file does"
								 : ": say `-- transaction: no` at the top of the build file");
		break;
	case RULE_COPY:
		lint_say(lint, false, statement->raw, "has its rows in what only psql sends: use INSERT");
		break;
	case RULE_NONE:
		break;
	}
}

/* Reports variables in places where they cannot be substituted. */
static void check_references(const struct lint *lint, const struct script_statement *statement)
{
	struct reference_reader reader;
	struct reference reference;

	reference_reader_init(&reader, statement->raw, statement->raw_length);
	while (lint->header && reference_next(&reader, &reference)) {
		g_autofree char *name = g_strndup(reference.name, reference.name_length);
		const struct variable_declaration *declaration = header_variable(lint->header, name);
		if (!declaration)
			lint_say(lint, false, reference.start,
				"variable \"%s\" is not declared: write `-- vars: %s TYPE` at the top of the build file", name,
				name);
		else if (reference.form == REFERENCE_RAW && declaration->type != VARIABLE_RAW)
			lint_say(lint, false, reference.start,
				"variable \"%s\" stands without quotes, which only one of type raw may: :'%s' or :\"%s\"", name,
				name, name);
	}
}

/* Reports directives outside the build file, where they have no effect. */
static void check_directives(const struct lint *lint)
{
	struct lexer lexer;
	struct token token;

	lexer_init_file(&lexer, lint->file->text, lint->file->length);
	while ((token = lexer_next(&lexer)).type == TOKEN_SPACE || token.type == TOKEN_COMMENT) {
		const char *value = NULL;
		g_autofree char *key = token.type == TOKEN_COMMENT ? directive_key(token.start, token.length, &value) : NULL;
		if (key && directive_known(key) && strcmp(key, "note") != 0 && strcmp(key, "expect") != 0)
			lint_say(lint, false, token.start,
				"directive \"%s\" stands at the top of the build file, and holds for all files of the change", key);
	}
}

static const char *new_label(const struct script_statement *statement, size_t *length)
{
	static const char *const words[] = { "alter", "type" };
	struct token token;
	struct lexer lexer;
	bool adds = false;

	lexer_init(&lexer, statement->raw, statement->raw_length);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		token = lexer_next_significant(&lexer);
		if (!token_is(&token, words[i]))
			return NULL;
	}
	while ((token = lexer_next_significant(&lexer)).type != TOKEN_END) {
		adds = adds || token_is(&token, "value");
		if (adds && token.type == TOKEN_STRING) {
			*length = token.length;
			return token.start;
		}
	}
	return NULL;
}

/* Reports the use of an enum label in the transaction that adds it, which the server refuses. */
static void check_label(const struct lint *lint, const GPtrArray *statements, guint adds)
{
	size_t length = 0;
	const char *label = new_label(statements->pdata[adds], &length);

	for (guint i = adds + 1; label && i < statements->len; i++) {
		const struct script_statement *statement = statements->pdata[i];
		struct token token;
		struct lexer lexer;
		lexer_init(&lexer, statement->raw, statement->raw_length);
		while ((token = lexer_next_significant(&lexer)).type != TOKEN_END)
			if (token.type == TOKEN_STRING && token.length == length && memcmp(token.start, label, length) == 0) {
				lint_say(lint, true, token.start,
					"the label %.*s is new, and cannot be used in the transaction that adds it: that needs a "
					"change of its own",
					(int)length, label);
				return;
			}
	}
}

/* Checks steps outside transactions, and their probes. */
static void check_steps(const struct lint *lint, const GPtrArray *statements)
{
	const struct header *header = lint->header;

	if (!header)
		return;
	if (header->transaction && header->probes->len)
		lint_say(lint, true, NULL, "has probes, which only steps outside of transactions need: `transaction: no`");
	else if (header->probes->len > statements->len)
		lint_say(lint, false, NULL, "has a probe of step %u, and %u statements", header->probes->len, statements->len);
	if (!header->transaction && statements->len > 1)
		lint_say(lint, true, ((struct script_statement *)statements->pdata[1])->raw,
			"a second statement outside of a transaction: a change of its own could be finished or taken back alone");
}

static bool has_query(const GPtrArray *statements)
{
	for (guint i = 0; i < statements->len; i++) {
		const struct script_statement *statement = statements->pdata[i];
		if (rule_is_query(statement->raw, statement->raw_length))
			return true;
	}
	return false;
}

/* Checks that the file has what its kind requires. */
static void check_contents(const struct lint *lint, const GPtrArray *statements)
{
	enum file_kind kind = lint->file->kind;

	if (kind == FILE_BUILD && !statements->len)
		lint_say(lint, false, NULL, "has no statement");
	else if (kind == FILE_POST && !has_query(statements))
		lint_say(lint, false, NULL, "has no assertion: a query with one boolean column, or one after `-- expect: none`");
	else if (!statements->len)
		lint_say(lint, true, NULL, kind == FILE_PRE ? "has no statement: nothing is checked" : "has no statement");
	if (kind == FILE_BUILD)
		check_steps(lint, statements);
}

GPtrArray *lint_statements(const struct lint *lint)
{
	GError *error = NULL;
	struct header *none = header_new();
	GPtrArray *statements = script_read(
		lint->file->path, lint->file->text, lint->file->length, lint->header ? lint->header : none, NULL, &error);

	header_free(none);
	if (!statements) {
		lint_error(lint, error);
		return NULL;
	}
	if (lint->file->kind != FILE_BUILD)
		check_directives(lint);
	for (guint i = 0; i < statements->len; i++) {
		check_rule(lint, statements->pdata[i]);
		check_references(lint, statements->pdata[i]);
		if (lint->file->kind == FILE_BUILD && (!lint->header || lint->header->transaction))
			check_label(lint, statements, i);
	}
	check_contents(lint, statements);
	return statements;
}
