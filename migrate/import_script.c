/* A script of another tool, so that the runner takes it. */
#include <string.h>

#include "migrate/file.h"
#include "migrate/header.h"
#include "migrate/import_inside.h"
#include "migrate/reference.h"
#include "migrate/rule.h"
#include "sql/lexer.h"
#include "sql/split.h"

/* Without byte order mark and carriage returns before newlines. */
static GString *clean(const char *text)
{
	GString *out = g_string_new(g_str_has_prefix(text, "\xEF\xBB\xBF") ? text + 3 : text);

	g_string_replace(out, "\r\n", "\n", 0);
	return out;
}

/* What the runner does itself: the whole of a transaction, and no part of one. */
static bool is_bracket(const struct statement *statement)
{
	static const char *const words[] = { "begin", "start", "commit", "end", "rollback", "work", "transaction" };
	struct lexer lexer;
	struct token token;
	size_t count = 0;

	if (rule_of(statement->start, statement->length) != RULE_TRANSACTION)
		return false;
	lexer_init(&lexer, statement->start, statement->length);
	for (; (token = lexer_next_significant(&lexer)).type != TOKEN_END; count++) {
		bool known = false;
		for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
			known = known || token_is(&token, words[i]);
		if (!known || count == 2)
			return false;
	}
	return true;
}

/* Past the semicolon that ends the statement and, where nothing else stands on its line, past that line. */
static const char *end_of(const char *text, const struct statement *statement)
{
	const char *end = statement->start + statement->length, *start = statement->start;
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, end, strlen(end));
	token = lexer_next_significant(&lexer);
	if (token_is(&token, ";"))
		end = token.start + 1;
	while (start > text && (start[-1] == ' ' || start[-1] == '\t'))
		start--;
	const char *rest = end + strspn(end, " \t");
	return (start == text || start[-1] == '\n') && *rest == '\n' ? rest + 1 : end;
}

static void note_needs(const struct statement *statement, struct import_needs *needs)
{
	static const char *const types[] = { [REFERENCE_LITERAL] = "text", [REFERENCE_NAME] = "ident", [REFERENCE_RAW] = "raw" };
	struct reference_reader reader;
	struct reference reference;

	needs->alone = needs->alone || rule_of(statement->start, statement->length) == RULE_ALONE;
	reference_reader_init(&reader, statement->start, statement->length);
	while (reference_next(&reader, &reference)) {
		g_autofree char *name = g_strndup(reference.name, reference.name_length);
		const char *before = g_hash_table_lookup(needs->variables, name), *now = types[reference.form];
		/* any text can be a name; only raw can stand bare */
		if (before && strcmp(before, "raw") != 0 && strcmp(now, "raw") != 0 && strcmp(before, now) != 0)
			now = "text";
		if (!before || strcmp(before, "raw") != 0)
			g_hash_table_replace(needs->variables, g_steal_pointer(&name), (gpointer)now);
	}
}

/* Comments at the top that look like directives of ours are none. */
static void append_head(GString *out, const char *text, size_t length)
{
	struct lexer lexer;
	struct token token;
	const char *at = text;

	lexer_init(&lexer, text, length);
	while ((token = lexer_next(&lexer)).type == TOKEN_SPACE || token.type == TOKEN_COMMENT) {
		const char *value = NULL;
		g_autofree char *key = token.type == TOKEN_COMMENT ? directive_key(token.start, token.length, &value) : NULL;
		if (!key || strcmp(key, "note") == 0)
			continue;
		g_string_append_len(out, at, token.start - at);
		g_string_append(out, "-- note: ");
		at = token.start + 2 + strspn(token.start + 2, " \t");
	}
	g_string_append_len(out, at, text + length - at);
}

char *import_script(const char *path, const char *original, struct import_needs *needs, GPtrArray *said)
{
	g_autoptr(GString) text = clean(original), out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	const char *at = text->str;
	struct splitter splitter;
	struct statement statement;
	bool first = true;

	splitter_init(&splitter, text->str, text->len);
	while (splitter_next(&splitter, &statement, &error)) {
		bool bracket = is_bracket(&statement);
		if (first)
			append_head(out, at, (size_t)(statement.start - at));
		else
			g_string_append_len(out, at, statement.start - at);
		first = false;
		at = bracket ? end_of(text->str, &statement) : statement.start;
		if (!bracket)
			note_needs(&statement, needs);
	}
	if (error) {
		struct position position = position_of(text->str, splitter.place);
		g_ptr_array_add(said, g_strdup_printf("%s:%zu:%zu: %s; the rest of the script is as it was, and needs work by hand",
					      path, position.line, position.column, splitter.problem));
	}
	if (first)
		append_head(out, at, strlen(at));
	else
		g_string_append(out, at);
	return g_string_free(g_steal_pointer(&out), false);
}
