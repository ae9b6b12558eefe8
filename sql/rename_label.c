/* The labels of an enum in SQL text. */
#include "sql/rename_label.h"

#include <glib.h>
#include <string.h>

#include "sql/name.h"
#include "sql/quote.h"
#include "sql/tokens.h"

/* A text that is copied with some of its tokens replaced. */
struct copying {
	GString *out;
	const char *copied; /* so far */
};

static struct copying copying_begin(const char *text)
{
	return (struct copying){ g_string_new(NULL), text };
}

static void copying_replace(struct copying *copying, const struct token *token, const char *by)
{
	g_string_append_len(copying->out, copying->copied, token->start - copying->copied);
	g_string_append(copying->out, by);
	copying->copied = token->start + token->length;
}

/* NULL: no token was replaced. */
static char *copying_end(struct copying *copying, const char *text)
{
	if (copying->copied != text)
		g_string_append(copying->out, copying->copied);
	return g_string_free(copying->out, copying->copied == text);
}

static bool is_text(const struct token *token, const char *text)
{
	return token->length == strlen(text) && strncmp(token->start, text, token->length) == 0;
}

/* Whether array_out() writes the label without quotes. */
static bool is_plain(const char *label)
{
	for (const char *at = label; *at; at++)
		if (!g_ascii_isalnum(*at) && *at != '_' && !(*at & 0x80))
			return false;
	return *label && g_ascii_strcasecmp(label, "null") != 0;
}

/* '{sad,ok}', an array of one dimension in which no element has quotes; NULL: another literal, or one without the label. */
static char *rename_in_array(const struct token *token, const char *old, const char *new)
{
	g_autofree char *literal = g_strndup(token->start, token->length);
	size_t length = token->length;
	bool found = false;

	if (!is_plain(old) || !is_plain(new) || !g_str_has_prefix(literal, "'{") || !g_str_has_suffix(literal, "}'") ||
		strpbrk(literal, "\"\\") || memchr(literal + 2, '{', length - 2))
		return NULL;
	literal[length - 2] = '\0';
	g_auto(GStrv) elements = g_strsplit(literal + 2, ",", -1);
	for (char **element = elements; *element; element++)
		if (strcmp(*element, old) == 0) {
			g_free(*element);
			*element = g_strdup(new);
			found = true;
		}
	g_autofree char *list = g_strjoinv(",", elements);
	return found ? g_strdup_printf("'{%s}'", list) : NULL;
}

/* What stands for the literal, if it is one of the type, or of an array of it; NULL: it stays. */
static char *other_literal(const GArray *tokens, guint i, const char *type, const char *old, const char *new)
{
	const struct token *literal = tokens_at(tokens, i), *name = tokens_at(tokens, i + 2);
	g_autofree char *schema = NULL, *base = NULL;
	g_autoptr(GString) quoted = g_string_new(NULL), other = g_string_new(NULL);

	if (literal->type != TOKEN_STRING || !token_is(tokens_at(tokens, i + 1), "::"))
		return NULL;
	size_t length = name_split_first(name->start, &schema, &base);
	g_autofree char *found = length ? name_join(schema, base) : NULL;
	if (g_strcmp0(found, type) != 0)
		return NULL;
	if (name->start[length] == '[')
		return rename_in_array(literal, old, new);
	quote_literal(quoted, old);
	quote_literal(other, new);
	return is_text(literal, quoted->str) ? g_strdup(other->str) : NULL;
}

char *rename_label(const char *text, const char *type, const char *old, const char *new)
{
	if (!strstr(text, "'::"))
		return NULL;
	g_autoptr(GArray) tokens = tokens_of(text);
	struct copying copying = copying_begin(text);

	for (guint i = 0; i < tokens->len; i++) {
		g_autofree char *other = other_literal(tokens, i, type, old, new);
		if (other)
			copying_replace(&copying, tokens_at(tokens, i), other);
	}
	return copying_end(&copying, text);
}

char *rename_label_in_bound(const char *bound, const bool *of_type, size_t count, const char *old, const char *new)
{
	g_autoptr(GArray) tokens = tokens_of(bound);
	g_autoptr(GString) quoted = g_string_new(NULL), other = g_string_new(NULL);
	struct copying copying = copying_begin(bound);
	size_t key = 0;
	unsigned depth = 0;

	quote_literal(quoted, old);
	quote_literal(other, new);
	for (guint i = 0; i < tokens->len; i++) {
		const struct token *token = tokens_at(tokens, i);
		key = token_opens(token) && !depth ? 0 : key + (depth == 1 && token_is(token, ","));
		depth += token_opens(token);
		depth -= token_closes(token) && depth;
		/* IN (...) is of one key, and has several values of it */
		if (depth == 1 && count && of_type[MIN(key, count - 1)] && is_text(token, quoted->str))
			copying_replace(&copying, token, other->str);
	}
	return copying_end(&copying, bound);
}
