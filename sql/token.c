/* Compares tokens with text and reads the names out of them. */
#include "sql/token.h"

#include <string.h>

#include <glib.h>

#include "sql/quote.h"

bool token_equals(const struct token *token, const char *text)
{
	bool word = token->type == TOKEN_WORD;
	size_t i = 0;

	if (!word && token->type != TOKEN_OPERATOR && token->type != TOKEN_PUNCTUATION)
		return false;
	/* this also stops at the end of a shorter text */
	while (i < token->length &&
		(word ? g_ascii_tolower(token->start[i]) == g_ascii_tolower(text[i]) : token->start[i] == text[i]))
		i++;
	return i == token->length && text[i] == '\0';
}

/*
 * Reads the escape at text (which starts with a backslash): gives its code
 * unit and sets *length to its bytes, or gives -1 if it is none.
 */
static int token_escape(const char *text, size_t *length)
{
	size_t digits = 4;
	size_t at = 1;
	size_t i;
	int value = 0;

	if (text[0] != '\\')
		return -1;
	if (text[at] == '+') {
		digits = 6;
		at++;
	}
	for (i = 0; i < digits; i++) {
		int digit = g_ascii_xdigit_value(text[at + i]);

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	*length = at + digits;
	return value;
}

/*
 * Decodes \XXXX and \+XXXXXX. What the server would refuse (half a surrogate
 * pair, a zero, a backslash before something else) is kept as written, so
 * that the name is still told from others.
 */
static char *token_decode(const char *text)
{
	GString *name = g_string_new(NULL);

	while (*text != '\0') {
		size_t length = 1;
		size_t low_length = 0;
		int unit = token_escape(text, &length);

		if (unit >= 0xD800 && unit <= 0xDBFF) {
			int low = token_escape(text + length, &low_length);

			if (low >= 0xDC00 && low <= 0xDFFF) {
				unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
				length += low_length;
			}
		}
		if (unit > 0 && g_unichar_validate((gunichar)unit)) {
			g_string_append_unichar(name, (gunichar)unit);
		} else if (text[0] == '\\' && text[1] == '\\') {
			length = 2;
			g_string_append_c(name, '\\');
		} else {
			g_string_append_len(name, text, (gssize)length);
		}
		text += length;
	}
	return g_string_free(name, FALSE);
}

bool token_is_one_of(const struct token *token, const char *const *texts)
{
	while (*texts && !token_is(token, *texts))
		texts++;
	return *texts != NULL;
}

bool token_same(const struct token *a, const struct token *b)
{
	return a->type == b->type && a->length == b->length && memcmp(a->start, b->start, a->length) == 0;
}

char *token_name(const struct token *token)
{
	char *quoted;
	char *name;

	if (token->type != TOKEN_WORD && token->type != TOKEN_QUOTED)
		return NULL;
	if (token->type == TOKEN_WORD || token->start[0] == '"')
		return quote_unquote_identifier(token->start, token->length);

	/* Past U&; only the decoded name may contain more quotes. */
	quoted = quote_unquote_identifier(token->start + 2, token->length - 2);
	name = token_decode(quoted);
	g_free(quoted);
	return name;
}

bool token_is_called(const struct token *token, const char *name)
{
	g_autofree char *own = token_name(token);

	return own && strcmp(own, name) == 0;
}

const char *token_error(const struct token *token)
{
	if (token->type != TOKEN_ERROR)
		return NULL;
	switch (token->start[0]) {
	case '\0':
		return "nul byte";
	case '/':
		return "unterminated comment";
	case '$':
		return "unterminated dollar-quoted string";
	case '"':
		return "unterminated quoted identifier";
	case 'u':
	case 'U':
		if (token->start[2] == '"')
			return "unterminated quoted identifier";
		break;
	default:
		break;
	}
	return "unterminated string";
}
