/* A token of SQL text, and queries about it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/*
 * Follows section 4.1 of the manual, "Lexical Structure".
 *
 * A token points into the text that was given to the lexer and owns nothing;
 * it is good for as long as that text is.
 */

enum token_type {
	TOKEN_END,     /* of the text; empty */
	TOKEN_SPACE,   /* a run of white space */
	TOKEN_COMMENT, /* one comment, without the newline that ends it */
	TOKEN_WORD,    /* a keyword or bare identifier */
	TOKEN_QUOTED,  /* a quoted identifier: "..." or U&"..." */
	TOKEN_STRING,  /* '...' E'' B'' X'' N'' U&'' or dollar-quoted */
	TOKEN_NUMBER,
	TOKEN_PARAMETER,   /* $1 */
	TOKEN_OPERATOR,	   /* with :: := .. and => among them */
	TOKEN_PUNCTUATION, /* one byte: , ( ) [ ] . ; : or a stray one */
	TOKEN_ERROR,	   /* unterminated, or a NUL; runs to the text's end */
};

struct token {
	enum token_type type;
	const char *start;
	size_t length;
};

/*
 * Whether the token is the text: a word in any (ASCII) case, an operator or
 * punctuation byte by byte. No other token is ever equal to a text, so the
 * quoted identifier "select" is not the keyword.
 */
bool token_equals(const struct token *token, const char *text);

/* The same; checks the first character inline, since each word is compared with many keywords. */
static inline bool token_is(const struct token *token, const char *text)
{
	return token->length && (token->start[0] | 0x20) == (text[0] | 0x20) && token_equals(token, text);
}

/* Whether it is any of the texts; they end in NULL. */
bool token_is_one_of(const struct token *token, const char *const *texts);

/* Whether both are written alike. */
bool token_same(const struct token *a, const struct token *b);

/* Whether it can be an identifier, bare or quoted. */
static inline bool token_is_name(const struct token *token)
{
	return token->type == TOKEN_WORD || token->type == TOKEN_QUOTED;
}

/* Parentheses and square brackets. */
static inline bool token_opens(const struct token *token)
{
	return token_is(token, "(") || token_is(token, "[");
}

static inline bool token_closes(const struct token *token)
{
	return token_is(token, ")") || token_is(token, "]");
}

/*
 * The name that a TOKEN_WORD or TOKEN_QUOTED stands for, as a new string to
 * be freed with g_free(); NULL for other tokens. In U&"" the escapes are
 * decoded, to UTF-8, with the backslash as the escape character: a UESCAPE
 * that may come after it is a token of its own and is not looked at. Names
 * are not cut at the server's 63 bytes.
 */
char *token_name(const struct token *token);

/* Whether it is an identifier, bare or quoted, of that name. */
bool token_is_called(const struct token *token, const char *name);

/* Says, in static text, what is wrong with a TOKEN_ERROR; NULL for other tokens. */
const char *token_error(const struct token *token);
