/* How statements begin. */
#include "diff/words.h"

#include <string.h>

#include "sql/tokens.h"

guint words_skip_name(const GArray *tokens, guint at)
{
	if (token_is(tokens_at(tokens, at), "ONLY"))
		at++;
	/* a column of an index may be a number */
	if (tokens_at(tokens, at)->type == TOKEN_NUMBER)
		return at + 1;
	if (!token_is_name(tokens_at(tokens, at)))
		return at;
	for (at++; token_is(tokens_at(tokens, at), "."); at++)
		at++;
	return at;
}

/* The next token, behind what is in brackets. */
static guint next(const GArray *tokens, guint at)
{
	return token_opens(tokens_at(tokens, at)) ? tokens_skip(tokens, at) : at + 1;
}

guint words_part_end(const GArray *tokens, guint at)
{
	while (at < tokens->len && !token_is(tokens_at(tokens, at), ","))
		at = next(tokens, at);
	return at;
}

static guint match(char *const *words, const GArray *tokens, guint at, guint end, GArray *names)
{
	guint names_before = names ? names->len : 0;

	for (; *words; words++) {
		if (strcmp(*words, "...") == 0) {
			guint behind = words[1] ? 0 : at;
			for (guint from = at; from < end && !behind; from = next(tokens, from))
				behind = match(words + 1, tokens, from, end, names);
			at = behind;
			break;
		}
		bool is_name = strcmp(*words, "@") == 0;
		guint behind = at >= end ? at
			       : is_name ? words_skip_name(tokens, at)
					 : at + token_is(tokens_at(tokens, at), *words);
		if (behind == at) {
			at = 0;
			break;
		}
		if (is_name && names) {
			struct words_name name = { at, behind };
			g_array_append_val(names, name);
		}
		at = behind;
	}
	if (!at && names)
		g_array_set_size(names, names_before);
	return at;
}

guint words_match(const char *pattern, const GArray *tokens, guint at, guint end, GArray *names)
{
	g_auto(GStrv) words = g_strsplit(pattern, " ", -1);

	return match(words, tokens, at, end, names);
}
