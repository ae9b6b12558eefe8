/* The tokens of a text as an array. */
#include "sql/tokens.h"

#include <string.h>

#include "sql/lexer.h"

GArray *tokens_of(const char *text)
{
	GArray *tokens = g_array_new(false, false, sizeof(struct token));
	struct lexer lexer;

	lexer_init(&lexer, text, strlen(text));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer))
		g_array_append_val(tokens, token);
	return tokens;
}

const struct token *tokens_at(const GArray *tokens, guint index)
{
	static const struct token end = { TOKEN_END, "", 0 };

	return index < tokens->len ? &g_array_index(tokens, struct token, index) : &end;
}

guint tokens_closing(const GArray *tokens, guint open)
{
	unsigned depth = 0;

	for (guint i = open; i < tokens->len; i++) {
		depth += token_opens(tokens_at(tokens, i));
		if (token_closes(tokens_at(tokens, i)) && --depth == 0)
			return i;
	}
	return tokens->len;
}

guint tokens_skip(const GArray *tokens, guint open)
{
	return MIN(tokens_closing(tokens, open) + 1, tokens->len);
}

bool tokens_follow_dot(const GArray *tokens, guint index)
{
	return index && token_is(tokens_at(tokens, index - 1), ".");
}

bool tokens_before_dot(const GArray *tokens, guint index)
{
	return !tokens_follow_dot(tokens, index) && token_is(tokens_at(tokens, index + 1), ".");
}

GArray *tokens_skips(const GArray *tokens)
{
	GArray *skips = g_array_sized_new(false, false, sizeof(guint), tokens->len),
	       *open = g_array_new(false, false, sizeof(guint));

	for (guint i = 0; i < tokens->len; i++) {
		bool opens = token_opens(tokens_at(tokens, i));
		guint behind = opens ? tokens->len : i + 1;
		g_array_append_val(skips, behind);
		if (opens) {
			g_array_append_val(open, i);
		} else if (token_closes(tokens_at(tokens, i)) && open->len) {
			g_array_index(skips, guint, g_array_index(open, guint, open->len - 1)) = i + 1;
			g_array_set_size(open, open->len - 1);
		}
	}
	g_array_unref(open);
	return skips;
}
