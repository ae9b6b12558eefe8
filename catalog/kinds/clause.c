/* Finding the clauses of a statement that the server prints whole. */
#include "catalog/kinds/clause.h"

#include <glib.h>
#include <string.h>

#include "catalog/pool.h"
#include "sql/lexer.h"

static int depth_step(const struct token *token)
{
	if (token_is(token, "(") || token_is(token, "["))
		return 1;
	return token_is(token, ")") || token_is(token, "]") ? -1 : 0;
}

const char *clause_after(const char *text, const char *word, const char *before)
{
	struct lexer lexer;
	int depth = 0;

	if (!text)
		return NULL;
	lexer_init(&lexer, text, strlen(text));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer)) {
		depth += depth_step(&token);
		if (depth == 0 && token_is(&token, word))
			return token.start + token.length;
		if (depth == 0 && before && token_is(&token, before))
			return NULL;
	}
	return NULL;
}

const char *clause_trimmed(struct pool *pool, const char *text, const char *end)
{
	if (!end)
		end = text + strlen(text);
	while (text < end && g_ascii_isspace(*text))
		text++;
	while (end > text && (g_ascii_isspace(end[-1]) || end[-1] == ';'))
		end--;
	return pool_text_n(pool, text, end - text);
}

const char *clause_in_parentheses(struct pool *pool, const char *text)
{
	struct lexer lexer;
	int depth = 0;
	const char *inside = NULL;

	lexer_init(&lexer, text, strlen(text));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer)) {
		depth += depth_step(&token);
		if (!inside && depth == 0)
			return NULL;
		if (!inside)
			inside = token.start + token.length;
		if (depth == 0)
			return pool_text_n(pool, inside, token.start - inside);
	}
	return NULL;
}

/*
 * Where the parenthesis that begins the rest of a text closes, so that only blanks follow; NULL when it closes before that or
 * never.
 */
static const struct token *closing_last(struct lexer *lexer, struct token *last)
{
	int depth = 1;
	struct token token;

	while (depth > 0 && (token = lexer_next_significant(lexer)).type != TOKEN_END)
		depth += depth_step(&token);
	if (depth > 0)
		return NULL;
	*last = token;
	return lexer_next_significant(lexer).type == TOKEN_END ? last : NULL;
}

const char *clause_parenthesised(struct pool *pool, const char *text)
{
	struct lexer lexer;
	struct token last;

	lexer_init(&lexer, text, strlen(text));
	struct token first = lexer_next_significant(&lexer);
	if (!token_is(&first, "(") || !closing_last(&lexer, &last))
		return NULL;
	return clause_trimmed(pool, first.start + 1, last.start);
}

bool clause_is_call(const char *text)
{
	struct lexer lexer;
	struct token token, last;

	lexer_init(&lexer, text, strlen(text));
	for (;;) {
		token = lexer_next_significant(&lexer);
		if (token.type != TOKEN_WORD && token.type != TOKEN_QUOTED)
			return false;
		token = lexer_next_significant(&lexer);
		if (token_is(&token, "("))
			return closing_last(&lexer, &last);
		if (!token_is(&token, "."))
			return false;
	}
}
