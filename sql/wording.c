/* Comparing SQL texts without parentheses, quotes, qualifications and casts. */
#include "sql/wording.h"

#include <glib.h>
#include <string.h>

#include "sql/lexer.h"

/* Further words of a type's name. */
static bool continues_type(const struct token *token)
{
	static const char *const words[] = { "varying", "precision", "with", "without", "time", "zone", "to", "second" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (token_is(token, words[i]))
			return true;
	return token_is(token, "[") || token_is(token, "]");
}

/* Moves past the type of a cast; returns the first token after it. */
static struct token skip_type(struct lexer *lexer)
{
	struct token token = lexer_next_significant(lexer), dot = lexer_next_significant(lexer);

	while (token_is_name(&token) && token_is(&dot, ".")) {
		token = lexer_next_significant(lexer);
		dot = lexer_next_significant(lexer);
	}
	for (token = dot; continues_type(&token) || token_is(&token, "(");)
		if (token_is(&token, "(")) {
			while (token.type != TOKEN_END && !token_is(&token, ")"))
				token = lexer_next_significant(lexer);
			token = lexer_next_significant(lexer);
		} else {
			token = lexer_next_significant(lexer);
		}
	return token;
}

/* The texts of the tokens that count. */
static GPtrArray *words_of(const char *text)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	struct lexer lexer;

	lexer_init(&lexer, text, strlen(text));
	struct token token = lexer_next_significant(&lexer);
	while (token.type != TOKEN_END) {
		if (token_is(&token, "::")) {
			token = skip_type(&lexer);
			continue;
		}
		if (token_is(&token, ".") && words->len)
			g_ptr_array_remove_index(words, words->len - 1);
		else if (!token_is(&token, "(") && !token_is(&token, ")"))
			g_ptr_array_add(words, token_is_name(&token) ? token_name(&token) : g_strndup(token.start, token.length));
		token = lexer_next_significant(&lexer);
	}
	return words;
}

bool wording_alike(const char *a, const char *b)
{
	g_autoptr(GPtrArray) first = words_of(a), second = words_of(b);
	bool alike = first->len == second->len;

	for (guint i = 0; alike && i < first->len; i++)
		alike = g_strcmp0(first->pdata[i], second->pdata[i]) == 0;
	return alike;
}
