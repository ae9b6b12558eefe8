/* Quoting names that are keywords of later servers. */
#include "sql/settle_names.h"

#include "sql/settle.h"

#include <glib.h>
#include <string.h>

#include "sql/lexer.h"

/* Words that become keywords in that version. */
static const struct {
	const char *word;
	int since;
} newer[] = {
	{ "json_array", 16 },
	{ "json_arrayagg", 16 },
	{ "json_exists", 17 },
	{ "json_object", 16 },
	{ "json_objectagg", 16 },
	{ "json_query", 17 },
	{ "json_scalar", 17 },
	{ "json_serialize", 17 },
	{ "json_table", 17 },
	{ "json_value", 17 },
	{ "merge_action", 17 },
	{ "system_user", 16 },
};

static bool is_newer(const struct token *token, int major)
{
	for (size_t i = 0; token->type == TOKEN_WORD && i < G_N_ELEMENTS(newer); i++)
		if (newer[i].since > major && token->length == strlen(newer[i].word) &&
			memcmp(token->start, newer[i].word, token->length) == 0)
			return true;
	return false;
}

static bool is_operator(const struct token *token)
{
	return token->type == TOKEN_OPERATOR && !token_is(token, "=>") && !token_is(token, ":=");
}

/* json is usually the type, after :: and not before an operator; a column's name is behind AS. */
static bool is_named_json(const struct token *before, const struct token *token, struct lexer behind)
{
	struct token next = lexer_next_significant(&behind);

	return token->type == TOKEN_WORD && token->length == strlen("json") && memcmp(token->start, "json", token->length) == 0 &&
	       !token_is(before, "::") &&
	       (token_is(before, ".") || token_is(before, "AS") || is_operator(before) || is_operator(&next));
}

/* A quick check, since it runs on every text that is read, and hardly any has such a word. */
static bool may_hold(const char *text, int major)
{
	return strstr(text, "json") || strstr(text, "merge_action") || (major < 16 && strstr(text, "system_user"));
}

char *settle_names(const char *text, int major)
{
	struct token before = { TOKEN_END, "", 0 };
	struct lexer lexer;
	GString *out;
	bool changed = false;

	if (major >= 17 || !may_hold(text, major))
		return NULL;
	out = g_string_new(NULL);
	lexer_init(&lexer, text, strlen(text));
	for (struct token token = lexer_next(&lexer); token.type != TOKEN_END; token = lexer_next(&lexer)) {
		const char *quote = is_newer(&token, major) || is_named_json(&before, &token, lexer) ? "\"" : "";
		changed = changed || *quote;
		g_string_append_printf(out, "%s%.*s%s", quote, (int)token.length, token.start, quote);
		if (token.type != TOKEN_SPACE && token.type != TOKEN_COMMENT)
			before = token;
	}
	return g_string_free(out, !changed);
}
