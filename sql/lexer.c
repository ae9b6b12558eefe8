/* A hand-written scanner that finds the same token borders as PostgreSQL's scan.l. */
#include "sql/lexer.h"

#include <string.h>

#include "sql/scan.h"

/* A token that ends at stop, or with the text when stop is NULL. */
static struct token lexer_take(struct lexer *lexer, enum token_type type, const char *stop)
{
	struct token token = { .type = type, .start = lexer->at };

	if (stop == NULL) {
		token.type = TOKEN_ERROR;
		stop = lexer->end;
	}
	token.length = (size_t)(stop - lexer->at);
	lexer->at = stop;
	return token;
}

/* Takes a word, unless it is the prefix of a string or U&"". */
static struct token lexer_word(struct lexer *lexer)
{
	const char *p = lexer->at;
	const char *end = lexer->end;
	char next = scan_peek(p + 1, end);

	if (next == '\'' && strchr("bBxX", *p) != NULL) {
		/* The only kind of string in which a doubled quote does not end it. */
		const char *stop = memchr(p + 2, '\'', (size_t)(end - p) - 2);

		return lexer_take(lexer, TOKEN_STRING, stop != NULL ? stop + 1 : NULL);
	}
	if (next == '\'' && strchr("eEnN", *p) != NULL) {
		lexer->escapes = (*p | 0x20) == 'e';
		lexer->newline = false;
		return lexer_take(lexer, TOKEN_STRING, scan_quoted(p + 2, end, '\'', lexer->escapes));
	}
	if (next == '&' && (*p | 0x20) == 'u') {
		char quote = scan_peek(p + 2, end);

		if (quote == '\'' || quote == '"')
			return lexer_take(lexer, quote == '"' ? TOKEN_QUOTED : TOKEN_STRING, scan_quoted(p + 3, end, quote, false));
	}
	return lexer_take(lexer, TOKEN_WORD, scan_run(p, end, SCAN_WORD));
}

static struct token lexer_dollar(struct lexer *lexer)
{
	const char *p = lexer->at;
	const char *end = lexer->end;
	const char *stop = p + 1;

	if (scan_in(scan_peek(stop, end), SCAN_DIGIT))
		return lexer_take(lexer, TOKEN_PARAMETER, scan_run(stop, end, SCAN_DIGIT));
	stop = scan_run(stop, end, SCAN_TAG);
	if (scan_peek(stop, end) == '$')
		return lexer_take(lexer, TOKEN_STRING, scan_dollar_body(p, stop + 1, end));
	return lexer_take(lexer, TOKEN_PUNCTUATION, p + 1);
}

void lexer_init(struct lexer *lexer, const char *text, size_t length)
{
	/* No text at all may come as NULL, which cannot be counted from. */
	if (text == NULL)
		text = "";
	*lexer = (struct lexer){
		.start = text,
		.at = text,
		.end = text + length,
	};
}

void lexer_init_file(struct lexer *lexer, const char *text, size_t length)
{
	lexer_init(lexer, text, length);
	lexer->file = true;
}

/* White space, a line comment, or a file's byte order mark; false where something else begins. */
static bool take_blank(struct lexer *lexer, struct token *token)
{
	const char *p = lexer->at, *end = lexer->end, *stop = p;

	/* elsewhere, as in a document's text within a statement, the server takes it for a letter */
	if (lexer->file && p == lexer->start && end - p >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
		*token = lexer_take(lexer, TOKEN_SPACE, p + 3);
	} else if (scan_in(*p, SCAN_SPACE)) {
		for (; stop < end && scan_in(*stop, SCAN_SPACE); stop++)
			lexer->newline |= *stop == '\n' || *stop == '\r';
		*token = lexer_take(lexer, TOKEN_SPACE, stop);
	} else if (*p == '-' && scan_peek(p + 1, end) == '-') {
		while (stop < end && *stop != '\n' && *stop != '\r')
			stop++;
		*token = lexer_take(lexer, TOKEN_COMMENT, stop);
	} else {
		return false;
	}
	return true;
}

/* Takes a token that its first one or two characters identify. escapes: a continued string has backslash escapes. */
static struct token take_mark(struct lexer *lexer, bool escapes)
{
	const char *p = lexer->at, *end = lexer->end;
	char next = scan_peek(p + 1, end);

	switch (*p) {
	case '\'':
		lexer->escapes = escapes;
		lexer->newline = false;
		return lexer_take(lexer, TOKEN_STRING, scan_quoted(p + 1, end, '\'', escapes));
	case '"':
		return lexer_take(lexer, TOKEN_QUOTED, scan_quoted(p + 1, end, '"', false));
	case '$':
		return lexer_dollar(lexer);
	case '.':
		if (scan_in(next, SCAN_DIGIT))
			return lexer_take(lexer, TOKEN_NUMBER, scan_number(p, end));
		if (next == '.')
			return lexer_take(lexer, TOKEN_OPERATOR, p + 2);
		break;
	case ':':
		if (next == ':' || next == '=')
			return lexer_take(lexer, TOKEN_OPERATOR, p + 2);
		break;
	case '\0':
		/* The server's text would end here. */
		return lexer_take(lexer, TOKEN_ERROR, end);
	default:
		break;
	}
	return lexer_take(lexer, TOKEN_PUNCTUATION, p + 1);
}

struct token lexer_next(struct lexer *lexer)
{
	const char *p = lexer->at, *end = lexer->end;
	struct token token;

	if (p >= end)
		return (struct token){ .type = TOKEN_END, .start = p };
	if (take_blank(lexer, &token))
		return token;
	/* Space and line comments may part a string from its continuation. */
	bool escapes = lexer->escapes && lexer->newline;
	lexer->escapes = false;
	if (scan_in(*p, SCAN_WORD_START))
		return lexer_word(lexer);
	if (scan_in(*p, SCAN_DIGIT))
		return lexer_take(lexer, TOKEN_NUMBER, scan_number(p, end));
	if (*p == '/' && scan_peek(p + 1, end) == '*')
		return lexer_take(lexer, TOKEN_COMMENT, scan_block_comment(p, end));
	if (scan_in(*p, SCAN_OPERATOR))
		return lexer_take(lexer, TOKEN_OPERATOR, scan_operator(p, end));
	return take_mark(lexer, escapes);
}

struct token lexer_next_significant(struct lexer *lexer)
{
	struct token token;

	do
		token = lexer_next(lexer);
	while (token.type == TOKEN_SPACE || token.type == TOKEN_COMMENT);
	return token;
}
