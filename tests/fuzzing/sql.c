/* What reads SQL. Texts of snapshots end at their first NUL, and are UTF-8. */
#include <string.h>

#include "sql/hidden.h"
#include "sql/lexer.h"
#include "sql/mentions.h"
#include "sql/parentheses.h"
#include "sql/psql.h"
#include "sql/quote.h"
#include "sql/search_path.h"
#include "sql/settle.h"
#include "sql/settle_names.h"
#include "sql/settle_view.h"
#include "sql/split.h"
#include "sql/type_arguments.h"
#include "sql/type_name.h"
#include "sql/whole.h"
#include "sql/wording.h"
#include "tests/fuzzing/target.h"

/* The tokens, joined, are the text, and an error is the last of them. */
void target_lexer(const char *text, size_t length)
{
	const char *at = text;
	struct lexer lexer;
	struct token token;
	bool error = false;

	lexer_init(&lexer, text, length);
	while ((token = lexer_next(&lexer)).type != TOKEN_END) {
		MUST(token.start == at && token.length, "at %td", at - text);
		MUST(!error, "a token behind an error, at %td", at - text);
		g_free(token_name(&token));
		error = token.type == TOKEN_ERROR;
		MUST(error == (token_error(&token) != NULL), "at %td", at - text);
		at += token.length;
	}
	MUST(at == text + length, "ends at %td", at - text);
}

/* Statements stand in order, and each is one by itself. */
void target_split(const char *text, size_t length)
{
	struct splitter splitter, inner;
	struct statement statement, again;
	g_autoptr(GError) error = NULL;
	const char *done = text;

	splitter_init(&splitter, text, length);
	while (splitter_next(&splitter, &statement, &error)) {
		MUST(statement.start >= done && statement.length && statement.line, "at %td", statement.start - text);
		done = statement.start + statement.length;
		MUST(done <= text + length, "at %td", statement.start - text);
		splitter_init(&inner, statement.start, statement.length);
		inner.lexer.file = false;
		MUST(splitter_next(&inner, &again, NULL) && again.start == statement.start && again.length == statement.length,
			"%.*s", (int)statement.length, statement.start);
		MUST(!splitter_next(&inner, &again, NULL), "%.*s", (int)statement.length, statement.start);
	}
	MUST(!error || error->message[0], "an error that says nothing");
	MUST(!splitter_next(&splitter, &statement, NULL), "a statement behind the last one");
}

/* What is settled stays as it is. */
static void check_settled(const char *how, char *settle(const char *), const char *text)
{
	g_autofree char *once = settle(text);
	g_autofree char *twice = once ? settle(once) : NULL;

	MUST(!twice || strcmp(once, twice) == 0, "%s of \"%s\": \"%s\", then \"%s\"", how, text, once, twice);
}

static char *names_of_13(const char *text)
{
	return settle_names(text, 13);
}

void target_settle(const char *text, size_t length)
{
	(void)length;
	check_settled("expression", settle_expression, text);
	check_settled("view", settle_view, text);
	check_settled("names", names_of_13, text);
	check_settled("extract", settle_extract, text);
}

void target_types(const char *text, size_t length)
{
	(void)length;
	check_settled("type", type_settle, text);
	g_free(type_settle_arguments(text)); /* leaves out a mode, of which a bad text may have several */
	check_settled("result", type_settle_result, text);
}

/* What has lost its needless parentheses has none left, and a text is worded as itself. */
void target_parentheses(const char *text, size_t length)
{
	(void)length;
	check_settled("parentheses", parentheses_settle, text);
	MUST(wording_alike(text, text), "is not worded as itself: %s", text);
	g_autoptr(GError) error = NULL;
	g_autofree char *path = search_path_parse(text, &error);
	MUST((path != NULL) == !error, "neither path nor error: %s", text);
	g_autofree char *again = path ? search_path_parse(path, NULL) : NULL;
	MUST(!path || g_strcmp0(path, again) == 0, "the path %s, then %s", path, again);
}

/* Mentions lie within the text, one behind the other. */
void target_mentions(const char *text, size_t length)
{
	const char *end = text + strlen(text);

	(void)length;
	for (int how = MENTIONS_NONE; how <= MENTIONS_OTHER; how++) {
		g_autoptr(GArray) found = mentions_of(text, (enum mention_text)how);
		const char *done = text;
		for (guint i = 0; i < found->len; i++) {
			const struct mention *mention = &g_array_index(found, struct mention, i);
			MUST(mention->whole.start >= done && mention->whole.length, "way %d at %td: %s", how,
				mention->whole.start - text, text);
			done = mention->whole.start + mention->whole.length;
			MUST(done <= end, "way %d at %td: %s", how, mention->whole.start - text, text);
		}
	}
}

/* Between the two, the text is all of that bracket. */
static void check_enclosed(const char *text)
{
	g_autofree char *sql = g_strconcat("SELECT (", text, "), 1", NULL);
	const char *close = sql + strlen(sql) - 4;
	struct lexer lexer;
	struct token token;
	int depth = 0;

	lexer_init(&lexer, sql, strlen(sql));
	while ((token = lexer_next_significant(&lexer)).type != TOKEN_END) {
		MUST(token.type != TOKEN_ERROR && !token_is(&token, "\\"), "%s", sql);
		if (depth == 1 && token_closes(&token)) {
			MUST(token.start == close, "is closed at %td: %s", token.start - sql, sql);
			return;
		}
		depth += token_opens(&token) - token_closes(&token);
	}
	MUST(false, "is not closed: %s", sql);
}

static void check_statement(const char *text)
{
	g_autofree char *problem = statement_problem(text), *again = NULL;
	g_autoptr(GString) written = g_string_new(NULL);
	struct splitter splitter;
	struct statement statement;

	psql_write(written, text);
	bool taken = psql_takes_as_one(text);
	if (problem)
		return;
	MUST(taken, "psql does not take as one: %s", text);
	MUST(!text_has_hidden(written->str, written->len), "something hidden is left: %s", written->str);
	g_string_append(written, ";\nSELECT 1;\n");
	splitter_init(&splitter, written->str, written->len);
	int count = 0;
	while (splitter_next(&splitter, &statement, NULL))
		count++;
	MUST(count == 2, "%d statements: %s", count, written->str);
}

/* What is taken for whole does not break out of where it stands. */
void target_whole(const char *text, size_t length)
{
	(void)length;
	if (!g_utf8_validate(text, -1, NULL))
		return;
	for (int fragment = FRAGMENT_NONE; fragment <= FRAGMENT_OPERATOR; fragment++) {
		g_autofree char *problem = fragment_problem((enum fragment)fragment, text);
		if (!problem && fragment != FRAGMENT_NONE && fragment != FRAGMENT_BODY && fragment != FRAGMENT_QUERY)
			check_enclosed(text);
	}
	check_statement(text);
}

/* What is quoted is one token, which stands for the text; words around it stay words of their own. */
void target_quote(const char *text, size_t length)
{
	void (*const ways[])(GString *, const char *) = { quote_identifier, quote_literal, quote_dollar };

	(void)length;
	if (!*text)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
		g_autoptr(GString) sql = g_string_new(NULL);
		struct lexer lexer;
		ways[i](sql, text);
		lexer_init(&lexer, sql->str, sql->len);
		struct token token = lexer_next(&lexer);
		MUST(token.length == sql->len && token.type == (i ? TOKEN_STRING : token.type), "%s", sql->str);
		g_autofree char *name = i ? NULL : token_name(&token);
		MUST(i || g_strcmp0(name, text) == 0, "%s becomes %s", text, name);
	}
	if (g_utf8_validate(text, -1, NULL)) {
		g_autofree char *visible = text_visible(text);
		MUST(!text_has_hidden(visible, strlen(visible)) && !strchr(visible, '\n'), "%s", visible);
	}
}
