/* Quoting names that are keywords of later servers. */
#include "sql/settle.h"

#include <glib.h>
#include <string.h>

#include "sql/lexer.h"

/* Words that are no keywords before the version. */
static const struct {
	const char *word;
	int since;
} newer[] = {
	{ "json", 16 }, { "json_array", 16 }, { "json_arrayagg", 16 }, { "json_exists", 17 }, { "json_object", 16 }, { "json_objectagg", 16 }, { "json_query", 17 },
	{ "json_scalar", 17 }, { "json_serialize", 17 }, { "json_table", 17 }, { "json_value", 17 }, { "merge_action", 17 }, { "system_user", 16 },
};

/* A bare "json" is mostly the type, whose name stays as it is; behind a dot it is a name in any case. */
static bool is_newer(const struct token *token, int major, bool behind_dot)
{
	if (token_is(token, "json") && !behind_dot)
		return false;
	for (size_t i = 0; token->type == TOKEN_WORD && i < G_N_ELEMENTS(newer); i++)
		if (newer[i].since > major && token->length == strlen(newer[i].word) && memcmp(token->start, newer[i].word, token->length) == 0)
			return true;
	return false;
}

/* Nearly no text has such a word: this is asked of every text that is read. */
static bool may_hold(const char *text, int major)
{
	return strstr(text, "json_") || strstr(text, ".json") || strstr(text, "merge_action") || (major < 16 && strstr(text, "system_user"));
}

char *settle_names(const char *text, int major)
{
	GString *out;
	struct lexer lexer;
	bool changed = false, behind_dot = false;

	if (major >= 17 || !may_hold(text, major))
		return NULL;
	out = g_string_new(NULL);
	lexer_init(&lexer, text, strlen(text));
	for (struct token token = lexer_next(&lexer); token.type != TOKEN_END; token = lexer_next(&lexer)) {
		const char *quote = is_newer(&token, major, behind_dot) ? "\"" : "";
		changed = changed || *quote;
		behind_dot = token_is(&token, ".");
		g_string_append_printf(out, "%s%.*s%s", quote, (int)token.length, token.start, quote);
	}
	return g_string_free(out, !changed);
}
